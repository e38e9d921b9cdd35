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

package io.clusterboot.spring.warmup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A connection that sends one request after the other. Used by one thread.
 */
abstract class HttpConnection implements Closeable {

	private final Socket socket;

	private final OutputStream output;

	private boolean reusable = true;

	/**
	 * Create a connection.
	 * @param socket what it closes
	 */
	HttpConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.output = socket.getOutputStream();
	}

	/**
	 * Send a request and read the whole answer.
	 * @return the status
	 * @throws IOException if there is no complete answer
	 */
	abstract int get(String path) throws IOException;

	final void write(byte[] bytes) throws IOException {
		this.output.write(bytes);
		this.output.flush();
	}

	/**
	 * The server takes no more requests on this connection.
	 */
	final void retire() {
		this.reusable = false;
	}

	final boolean isReusable() {
		return this.reusable;
	}

	@Override
	public final void close() throws IOException {
		this.socket.close();
	}

}
