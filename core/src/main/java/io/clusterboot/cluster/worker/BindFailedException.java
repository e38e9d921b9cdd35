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

package io.clusterboot.cluster.worker;

import java.net.BindException;
import java.net.InetSocketAddress;

import io.clusterboot.handle.Errno;

/**
 * Thrown in a worker when the master can't bind the address the worker asked for.
 */
public class BindFailedException extends BindException {

	private static final long serialVersionUID = 1L;

	private final transient InetSocketAddress address;

	private final int errno;

	/**
	 * Create a new instance.
	 * @param address the address asked for
	 * @param errno the negative error number of the system call that failed
	 */
	public BindFailedException(InetSocketAddress address, int errno) {
		super("The master can't listen on %s: %s".formatted(address, describe(errno)));
		this.address = address;
		this.errno = errno;
	}

	private static String describe(int errno) {
		return Errno.of(errno).map((known) -> switch (known) {
			case EADDRINUSE -> "address already in use (EADDRINUSE)";
			case EACCES -> "permission denied (EACCES)";
			case EADDRNOTAVAIL -> "address not available on this host (EADDRNOTAVAIL)";
			default -> "error number " + errno;
		}).orElse("error number " + errno);
	}

	/**
	 * Return the address asked for.
	 * @return the address
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Return the error number.
	 * @return the negative error number of the system call that failed
	 */
	public int errno() {
		return this.errno;
	}

}
