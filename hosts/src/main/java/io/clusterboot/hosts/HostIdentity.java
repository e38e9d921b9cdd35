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

package io.clusterboot.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * This host among all that share an engine.
 *
 * @param id an id of its own, which each start of a master has another one of
 * @param name the name that people know it by
 * @param group the name that the clusters of one application have in common
 */
public record HostIdentity(String id, String name, String group) {

	/**
	 * Create the identity of this process.
	 * @param name the name of the host, {@code null} for that of the machine
	 * @param group the name of the group
	 * @return the identity
	 */
	public static HostIdentity of(@Nullable String name, String group) {
		return new HostIdentity(UUID.randomUUID().toString(), (name != null) ? name : machine(), group);
	}

	private static String machine() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
