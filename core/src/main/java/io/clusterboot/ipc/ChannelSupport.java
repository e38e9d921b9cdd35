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

package io.clusterboot.ipc;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.NativeLibrary;
import io.clusterboot.handle.NativeSupportException;
import org.newsclub.net.unix.AFPipe;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Uses once, before anything depends on it, every part of the native libraries that a
 * {@link Channel} and the pipes of a child process need. May be called on any thread;
 * opens descriptors and closes them before it returns.
 */
public final class ChannelSupport {

	private static final int CONTROL_SIZE = 1024;

	private ChannelSupport() {
	}

	/**
	 * Verify the native libraries.
	 * @throws NativeSupportException if a part is missing or does not work
	 */
	public static void verify() {
		NativeLibrary.JUNIXSOCKET.verify("AncillaryDataSupport", ChannelSupport::passDescriptor);
		NativeLibrary.JUNIXSOCKET.verify("AFPipe", () -> AFPipe.open().close());
	}

	private static void passDescriptor() throws IOException {
		Handle[] pair = Handle.socketPair();
		try (Handle from = pair[0].setNonBlocking(); Handle to = pair[1].setNonBlocking()) {
			send(from);
			receive(to).close();
		}
	}

	private static void send(Handle from) throws IOException {
		int[] descriptors = { from.descriptor() };
		SocketNatives.send(fileDescriptor(from), ByteBuffer.allocateDirect(1), 0, 1, SocketNatives.ancillary(),
				descriptors);
	}

	private static Handle receive(Handle to) throws IOException {
		Object poll = SocketNatives.pollFd(fileDescriptor(to), SelectionKey.OP_READ);
		if (!SocketNatives.poll(poll, 0)) {
			throw new IOException("A byte that was sent did not arrive");
		}
		ByteBuffer control = ByteBuffer.allocateDirect(CONTROL_SIZE).order(ByteOrder.nativeOrder());
		Object ancillary = SocketNatives.ancillary(control);
		SocketNatives.receive(fileDescriptor(to), ByteBuffer.allocateDirect(1), ancillary);
		int[] received = SocketNatives.takeReceived(ancillary);
		if (received.length != 1) {
			throw new IOException("%d descriptors arrived (expected: 1)".formatted(received.length));
		}
		return Handle.adopt(received[0]);
	}

	private static FileDescriptor fileDescriptor(Handle handle) throws IOException {
		return FileDescriptorCast.unsafeUsing(handle.descriptor()).getFileDescriptor();
	}

}
