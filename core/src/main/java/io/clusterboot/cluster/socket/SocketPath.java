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

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.clusterboot.handle.Errno;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors.NativeIoException;

/**
 * The path of a Unix-domain socket to be bound.
 */
record SocketPath(Path path) {

	/**
	 * The longest path in a socket address of Linux, with the zero that ends it.
	 */
	private static final int MAX_BYTES = 107;

	/**
	 * Return the address to bind to. Netty removes whatever is there before it binds,
	 * which is right only for the socket of a process that is gone.
	 * @throws IOException if the path is taken
	 */
	DomainSocketAddress toAddress() throws IOException {
		if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS) && !isAbandoned()) {
			throw new NativeIoException("bind", Errno.EADDRINUSE.negative());
		}
		return new DomainSocketAddress(shortened().toString());
	}

	/**
	 * Return a path that is too long for an address relative to the working directory, as
	 * Node does. A worker sends the absolute path of a relative one.
	 */
	private Path shortened() {
		Path here = Path.of("").toAbsolutePath();
		boolean isLong = this.path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
		return (isLong && this.path.isAbsolute()) ? here.relativize(this.path) : this.path;
	}

	private boolean isAbandoned() throws IOException {
		if (!Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
			return false;
		}
		try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			// Not blocking, since the backlog of the other socket may be full
			client.configureBlocking(false);
			client.connect(UnixDomainSocketAddress.of(shortened()));
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

}
