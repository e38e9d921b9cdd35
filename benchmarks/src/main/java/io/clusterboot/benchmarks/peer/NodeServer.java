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

package io.clusterboot.benchmarks.peer;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import io.clusterboot.benchmarks.process.StartedProcess;

/**
 * Processes that run the application in Node, and the process that started them.
 */
abstract sealed class NodeServer implements Server permits NodeCluster, Pm2 {

	private static final Pattern LISTENING = Pattern.compile("listening (\\d+) on (\\d+)");

	private final StartedProcess process;

	private int port;

	/**
	 * Create an instance.
	 * @param port the port, 0 if its workers say which
	 */
	NodeServer(StartedProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Kill a worker, and wait for the one that takes its place.
	 * @return seconds from the kill until it listens
	 * @throws IOException if none listens
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final double replace() throws IOException, InterruptedException {
		List<ProcessHandle> workers = this.process.descendants();
		List<Long> before = this.process.pids();
		long killed = System.nanoTime();
		workers.get(0).destroyForcibly();
		StartedProcess.Found found = awaitListening();
		while (found.nanos() < killed || before.contains(Long.parseLong(found.match().group(1)))) {
			// Said by one that was there before, which may have ended since
			found = awaitListening();
		}
		return (found.nanos() - killed) / 1e9;
	}

	/**
	 * Wait until one more worker listens.
	 */
	final StartedProcess.Found awaitListening() throws IOException, InterruptedException {
		StartedProcess.Found found = this.process.await(LISTENING);
		this.port = Integer.parseInt(found.match().group(2));
		return found;
	}

	@Override
	public final int port() {
		return this.port;
	}

	@Override
	public final List<Long> pids() {
		return this.process.pids();
	}

	@Override
	public final void close() {
		this.process.close();
	}

}
