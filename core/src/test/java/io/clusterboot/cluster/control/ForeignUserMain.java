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

package io.clusterboot.cluster.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks a control socket, as another user, and says whether it got an answer. Needs
 * nothing but the JDK.
 */
public final class ForeignUserMain {

	private ForeignUserMain() {
	}

	public static void main(String[] args) {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
			System.out.println("connected");
			channel.write(ByteBuffer.wrap("{\"id\":\"1\",\"operation\":\"stop\"}\n".getBytes(StandardCharsets.UTF_8)));
			System.out.println((channel.read(ByteBuffer.allocate(100)) < 0) ? "refused" : "answered");
		}
		catch (IOException ex) {
			System.out.println("refused");
		}
	}

}
