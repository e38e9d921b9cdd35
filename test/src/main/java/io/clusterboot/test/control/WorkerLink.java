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

package io.clusterboot.test.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.test.application.WorkerHooks;

/**
 * Requests to a worker under test, which has {@link WorkerHooks} if it runs from the
 * class path of the tests.
 *
 * @param socket its socket
 */
public record WorkerLink(Path socket) {

	/**
	 * Return the link to a worker.
	 * @param folder the folder of its cluster
	 * @param pid its process id
	 * @return the link
	 */
	public static WorkerLink to(Path folder, long pid) {
		return new WorkerLink(WorkerHooks.socket(folder, pid));
	}

	/**
	 * Return whether the worker has hooks.
	 * @return whether there is a socket
	 */
	public boolean exists() {
		return Files.exists(this.socket);
	}

	/**
	 * Block its event loops and request threads.
	 * @throws IOException if it does not answer, or cannot
	 */
	public void block() throws IOException {
		ask(WorkerHooks.BLOCK);
	}

	/**
	 * Let them go on.
	 * @throws IOException if it does not answer
	 */
	public void unblock() throws IOException {
		ask(WorkerHooks.UNBLOCK);
	}

	private void ask(String request) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.socket))) {
			Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
			writer.write(request + "\n");
			writer.flush();
			String answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
			if (!WorkerHooks.DONE.equals(answer)) {
				throw new IOException("%s: %s".formatted(request, (answer != null) ? answer : "no answer"));
			}
		}
	}

}
