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

package io.clusterboot.cluster.protocol;

/**
 * The options with which a server listens.
 *
 * @param backlog how many connections may wait to be accepted, 0 for the default
 * @param flags Node's: 1 for IPv6 only, 4 to reuse an address (UDP)
 * @param openToAll whether every user may connect to a Unix-domain socket
 */
public record ListenOptions(int backlog, int flags, boolean openToAll) {

	/**
	 * The defaults.
	 */
	public static final ListenOptions DEFAULTS = backlog(0);

	private static final int IPV6_ONLY = 1;

	private static final int REUSE_ADDRESS = 4;

	/**
	 * Return the defaults with a backlog.
	 * @param backlog how many connections may wait to be accepted, 0 for the default
	 * @return the options
	 */
	public static ListenOptions backlog(int backlog) {
		return new ListenOptions(backlog, 0, false);
	}

	/**
	 * Return these options for a server of IPv6 only, so that another one can have the
	 * port for IPv4.
	 * @return the new options
	 */
	public ListenOptions withIpv6Only() {
		return new ListenOptions(this.backlog, this.flags | IPV6_ONLY, this.openToAll);
	}

	/**
	 * Return these options for a UDP socket whose address other sockets may have too.
	 * @return the new options
	 */
	public ListenOptions withReusedAddress() {
		return new ListenOptions(this.backlog, this.flags | REUSE_ADDRESS, this.openToAll);
	}

	/**
	 * Return whether the server takes IPv6 only.
	 * @return whether the port for IPv4 stays free
	 */
	public boolean isIpv6Only() {
		return (this.flags & IPV6_ONLY) != 0;
	}

	/**
	 * Return whether several UDP sockets may have the address.
	 * @return whether the address is reused
	 */
	public boolean reusesAddress() {
		return (this.flags & REUSE_ADDRESS) != 0;
	}

}
