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

package io.clusterboot.benchmarks.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All processes that the suite started and that have not ended. They end with it, also
 * when it is interrupted. May be used from any thread.
 */
public final class Processes implements Closeable {

	private final Set<StartedProcess> running = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance whose processes are killed when the suite is interrupted.
	 * @return the new instance
	 */
	public static Processes create() {
		Processes processes = new Processes();
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> processes.running.forEach(StartedProcess::kill), "kill processes"));
		return processes;
	}

	/**
	 * Start a process.
	 * @param name its name in messages
	 * @param directory its working directory
	 * @param command its command line
	 * @param environment variables besides those of the suite
	 * @return the process, which the caller closes
	 * @throws IOException if it cannot be started
	 */
	public StartedProcess start(String name, Path directory, List<String> command, Map<String, String> environment)
			throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().putAll(environment);
		long start = System.nanoTime();
		StartedProcess process = new StartedProcess(name, builder.start(), start, this.running::remove);
		this.running.add(process);
		return process;
	}

	/**
	 * Run a process to its end.
	 * @param name its name in messages
	 * @param directory its working directory
	 * @param command its command line
	 * @param environment variables besides those of the suite
	 * @throws IOException if it cannot be started, or fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void run(String name, Path directory, List<String> command, Map<String, String> environment)
			throws IOException, InterruptedException {
		try (StartedProcess process = start(name, directory, command, environment)) {
			process.awaitSuccess();
		}
	}

	/**
	 * End all processes that have not ended.
	 */
	@Override
	public void close() {
		this.running.forEach(StartedProcess::close);
	}

}
