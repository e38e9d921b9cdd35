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

package io.clusterboot.spring;

import reactor.netty.udp.UdpServer;

/**
 * Shares the port of a UDP server with the other workers. Every application with Reactor
 * Netty has a bean of this type:
 *
 * <pre>{@code
 * &#64;Bean(destroyMethod = "dispose")
 * Connection statistics(SharedUdp udp) {
 * 	return udp.share(UdpServer.create().host("0.0.0.0").port(8125))
 * 		.handle((in, out) -> in.receive().asString().doOnNext(this::count).then())
 * 		.bindNow();
 * }
 * }</pre>
 *
 * In a worker the server gets the socket that the master bound. All workers have that
 * socket, and each datagram is read by one of them, which the kernel chooses. A worker
 * that drains stops reading; a server that is still open when the context closes is
 * closed then. In a standalone application, and in the master, the server is unchanged.
 * <p>
 * May be used from any thread.
 */
@FunctionalInterface
public interface SharedUdp {

	/**
	 * Let a server share its port. When the server is bound it asks the master for the
	 * socket and waits for the answer. Binding fails with an
	 * {@link java.io.UncheckedIOException} if the master can't bind the address.
	 * @param server a server at an internet address, with port 0 for a random port that
	 * all workers share
	 * @return the server to configure further and to bind, on its present loops
	 */
	UdpServer share(UdpServer server);

}
