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

package io.clusterboot.cluster.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket on which the cluster listens, in the master, which owns the descriptor.
 * Closing it removes the file of a socket at a path.
 *
 * @param handle its descriptor
 * @param localAddress the bound address with the real port, {@code null} at a path
 * @param path the path, {@code null} for an internet address
 */
public record ListeningSocket(Handle handle, @Nullable InetSocketAddress localAddress,
		@Nullable Path path) implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(ListeningSocket.class);

	ListeningSocket(Handle handle, @Nullable InetSocketAddress localAddress) {
		this(handle, localAddress, null);
	}

	/**
	 * Return the port.
	 * @return the real port, 0 at a path
	 */
	public int port() {
		return (this.localAddress != null) ? this.localAddress.getPort() : 0;
	}

	@Override
	public void close() {
		this.handle.close();
		if (this.path != null) {
			try {
				Files.deleteIfExists(this.path);
			}
			catch (IOException ex) {
				logger.warn("The socket {} could not be removed", this.path, ex);
			}
		}
	}

}
