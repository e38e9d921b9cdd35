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

package io.clusterboot.handle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * A library with native code, of which non-public parts are used. Another version of it
 * may lack such a part. Used by master and workers, from any thread.
 */
public enum NativeLibrary {

	/**
	 * Netty's epoll transport: sockets, and the channels made of descriptors.
	 */
	NETTY("io.netty", "netty-transport-classes-epoll", "4.2.17.Final"),

	/**
	 * junixsocket: descriptors, and the messages that carry them.
	 */
	JUNIXSOCKET("com.kohlschutter.junixsocket", "junixsocket-common", "2.11.1");

	private static final String UNKNOWN = "unknown";

	private final String group;

	private final String artifact;

	private final String expectedVersion;

	NativeLibrary(String group, String artifact, String expectedVersion) {
		this.group = group;
		this.artifact = artifact;
		this.expectedVersion = expectedVersion;
	}

	/**
	 * Return the coordinates of the library.
	 * @return the group and the artifact, separated by a colon
	 */
	public String coordinates() {
		return this.group + ":" + this.artifact;
	}

	/**
	 * Return the version that this library is built and tested with.
	 * @return the version
	 */
	public String expectedVersion() {
		return this.expectedVersion;
	}

	/**
	 * Return the version on the class path, as its jar states it.
	 * @return the version, or {@code unknown} if the jar does not state it
	 */
	public String foundVersion() {
		String file = "META-INF/maven/%s/%s/pom.properties".formatted(this.group, this.artifact);
		try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(file)) {
			Properties properties = new Properties();
			if (in != null) {
				properties.load(in);
			}
			return properties.getProperty("version", UNKNOWN);
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	/**
	 * Use a part of the library once, so that a missing part is found at the start and
	 * not at the first connection.
	 * @param part the name of the part, for the message
	 * @param probe uses it
	 * @throws NativeSupportException if the part is missing or does not work
	 */
	public void verify(String part, Probe probe) {
		try {
			probe.use();
		}
		catch (Exception | LinkageError ex) {
			throw new NativeSupportException(this, part, ex);
		}
	}

	/**
	 * Uses a part of a library.
	 */
	@FunctionalInterface
	public interface Probe {

		/**
		 * Use the part once, and release the resources that this takes.
		 * @throws Exception if the part does not work
		 */
		void use() throws Exception;

	}

}
