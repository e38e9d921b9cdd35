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

package io.clusterboot.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A piped descriptor of a child above 2, on the side of the parent: one of two connected
 * Unix-domain sockets, so that it can be read and written.
 * <p>
 * It owns this end. Both streams block; each may be used by one thread at a time.
 */
public final class ChildPipe implements Closeable {

	private final AFUNIXSocket socket;

	private final ChildOutput input;

	private final OutputStream output;

	private ChildPipe(AFUNIXSocket socket, int descriptor) throws IOException {
		this.socket = socket;
		this.input = new ChildOutput(Channels.newChannel(socket.getInputStream()), descriptor);
		this.output = socket.getOutputStream();
	}

	static ChildPipe open(Handle end) {
		int descriptor = end.descriptor();
		try {
			AFUNIXSocket socket = FileDescriptorCast.unsafeUsing(descriptor).as(AFUNIXSocket.class);
			ChildPipe pipe = new ChildPipe(socket, descriptor);
			end.release();
			return pipe;
		}
		catch (IOException ex) {
			throw new SpawnException("Could not open a pipe", ex);
		}
	}

	/**
	 * Return what the child writes.
	 * @return the stream
	 */
	public InputStream inputStream() {
		return this.input.take();
	}

	/**
	 * Return what the child reads.
	 * @return the stream
	 */
	public OutputStream outputStream() {
		return this.output;
	}

	/**
	 * Tell the child that nothing more comes.
	 */
	public void endOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The pipe is closed", ex);
		}
	}

	CompletableFuture<Void> ended() {
		return this.input.ended();
	}

	void drain(String name) {
		this.input.drain(name);
	}

	/**
	 * Close this end, whatever the child does with its own.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The pipe could not be closed", ex);
		}
		finally {
			this.input.close();
		}
	}

}
