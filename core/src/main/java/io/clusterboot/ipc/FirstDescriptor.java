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

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A descriptor that travels ahead of all messages of a channel, with one byte of its own.
 * Internal: both sides must know that there is one. Unlike a handle that travels with a
 * message it may be of any kind, and it is there before the channel is read.
 */
public final class FirstDescriptor {

	private static final byte FILLER = '\n';

	private FirstDescriptor() {
	}

	/**
	 * Send the descriptor. Does not block.
	 * @param end this side's end, on which nothing was sent before
	 * @param descriptor the descriptor, borrowed
	 * @throws HandleException if it cannot be sent
	 */
	static void send(Handle end, Handle descriptor) {
		int[] numbers = { descriptor.descriptor() };
		ByteBuffer filler = ByteBuffer.allocateDirect(1).put(0, FILLER);
		int count = attempt(end, "send",
				(file) -> SocketNatives.send(file, filler, 0, 1, SocketNatives.ancillary(), numbers));
		if (count != 1) {
			throw new HandleException("Could not send the first descriptor");
		}
	}

	/**
	 * Receive the descriptor, which was sent before this process was started and is there
	 * even if the sender is gone. Does not block.
	 * @param end this side's end, of which nothing was read before
	 * @return the descriptor
	 * @throws HandleException if none has arrived
	 */
	public static Handle receive(Handle end) {
		ByteBuffer control = ByteBuffer.allocateDirect(UnixStream.CONTROL_SIZE);
		int[] numbers = attempt(end, "receive", (file) -> {
			Object ancillary = SocketNatives.ancillary(control);
			SocketNatives.receive(file, ByteBuffer.allocateDirect(1), ancillary);
			return SocketNatives.takeReceived(ancillary);
		});
		if (numbers.length != 1) {
			throw new HandleException(
					"Could not receive the first descriptor: %d have arrived (expected: 1)".formatted(numbers.length));
		}
		return Handle.adopt(numbers[0]).closeOnExec();
	}

	/**
	 * Make a call without blocking, with a number of its own, which the socket library
	 * closes if the peer is gone.
	 */
	private static <T> T attempt(Handle end, String verb, Call<T> call) {
		Handle duplicate = end.setNonBlocking().duplicate();
		FileDescriptor file = null;
		try {
			file = FileDescriptorCast.unsafeUsing(duplicate.descriptor()).getFileDescriptor();
			return call.with(file);
		}
		catch (IOException ex) {
			throw new HandleException("Could not %s the first descriptor".formatted(verb), ex);
		}
		finally {
			if (file != null && !file.valid()) {
				duplicate.release();
			}
			duplicate.close();
		}
	}

	/**
	 * A system call on a socket.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	private interface Call<T> {

		T with(FileDescriptor file) throws IOException;

	}

}
