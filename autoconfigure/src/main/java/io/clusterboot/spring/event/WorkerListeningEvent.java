/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.clusterboot.spring.event;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.protocol.AddressType;
import io.netty.util.NetUtil;

/**
 * A worker accepts connections, or reads datagrams. Published once for each server of the
 * worker: a separate management port and a UDP port are servers of their own.
 */
public class WorkerListeningEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final AddressType addressType;

	private final SocketAddress socketAddress;

	private final Duration sinceFork;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param addressType the kind of the address
	 * @param socketAddress the address, with the real port
	 * @param sinceFork the time since the fork
	 */
	public WorkerListeningEvent(Object source, WorkerInfo worker, AddressType addressType, SocketAddress socketAddress,
			Duration sinceFork) {
		super(source, worker);
		this.addressType = addressType;
		this.socketAddress = socketAddress;
		this.sinceFork = sinceFork;
	}

	/**
	 * Return the kind of the address.
	 * @return the type, TCP or UDP
	 */
	public AddressType addressType() {
		return this.addressType;
	}

	/**
	 * Return the address that the worker listens on.
	 * @return the textual address; {@code 0.0.0.0} or {@code ::} for every address of the
	 * host; the path of a Unix-domain socket
	 */
	public String address() {
		return (this.socketAddress instanceof InetSocketAddress inet) ? NetUtil.toAddressString(inet.getAddress())
				: this.socketAddress.toString();
	}

	/**
	 * Return the port that the worker listens on.
	 * @return the real port, also when port 0 was asked for; -1 if there is none
	 */
	public int port() {
		return (this.socketAddress instanceof InetSocketAddress inet) ? inet.getPort() : -1;
	}

	/**
	 * Return the time since the fork.
	 * @return the duration
	 */
	public Duration sinceFork() {
		return this.sinceFork;
	}

}
