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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.process.JavaProgram;

/**
 * Starts the packaged application, in one of its forms.
 */
public final class Application {

	private static final List<String> LOOPBACK = List.of("--server.address=127.0.0.1", "--server.port=0");

	private final Bench bench;

	private final Stack stack;

	private final Path directory;

	private Application(Bench bench, Stack stack, Path directory) {
		this.bench = bench;
		this.stack = stack;
		this.directory = directory;
	}

	/**
	 * Create an instance with images of its own, none at first.
	 * @param bench what to measure with
	 * @return the new instance
	 * @throws IOException if its folder cannot be created
	 */
	public static Application create(Bench bench) throws IOException {
		return create(bench, Stack.REACTOR_NETTY);
	}

	/**
	 * Create an instance with images of its own, none at first.
	 * @param bench what to measure with
	 * @param stack what the application is made with
	 * @return the new instance
	 * @throws IOException if its folder cannot be created
	 */
	public static Application create(Bench bench, Stack stack) throws IOException {
		return new Application(bench, stack, bench.folder("application"));
	}

	/**
	 * Start the application without the starter.
	 * @param arguments further arguments
	 * @return the application, which has not started yet
	 * @throws IOException if it cannot be started
	 */
	public StartedApplication plain(String... arguments) throws IOException {
		return start("plain JVM", this.stack.plainApplication(this.bench), List.of(arguments));
	}

	/**
	 * Start the application with the starter, switched off.
	 * @return the application, which has not started yet
	 * @throws IOException if it cannot be started
	 */
	public StartedApplication off() throws IOException {
		return start("JVM with the starter", this.stack.application(this.bench), List.of("--cluster.workers=0"));
	}

	/**
	 * Start a cluster.
	 * @param workers the number of workers
	 * @param arguments further arguments
	 * @return the cluster, which has not started yet
	 * @throws IOException if it cannot be started
	 */
	public StartedApplication cluster(int workers, String... arguments) throws IOException {
		return start("cluster", this.stack.application(this.bench), cluster(workers, List.of(arguments)));
	}

	/**
	 * Make the image of a cluster.
	 * @param workers the number of workers
	 * @param arguments further arguments of its start
	 * @throws IOException if that fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void prepareImage(int workers, String... arguments) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(cluster(workers, List.of(arguments)));
		all.add("--cluster.command=prepare");
		this.bench.processes()
			.run("cluster.command=prepare", this.directory, command(this.stack.application(this.bench), all), Map.of());
	}

	private List<String> cluster(int workers, List<String> arguments) {
		List<String> all = new ArrayList<>(
				List.of("--cluster.workers=" + workers, "--cluster.worker.image.directory=" + this.directory));
		if (this.bench.effort().isShort()) {
			// Nobody waits for an archive, and making one takes a processor away
			all.add("--cluster.worker.image.enabled=false");
		}
		all.addAll(arguments);
		return all;
	}

	private StartedApplication start(String name, Path jar, List<String> arguments) throws IOException {
		return new StartedApplication(
				this.bench.processes().start(name, this.directory, command(jar, arguments), Map.of()));
	}

	private List<String> command(Path jar, List<String> arguments) {
		List<String> all = new ArrayList<>(LOOPBACK);
		all.addAll(arguments);
		return JavaProgram.ofJar(this.bench.effort().jvmOptions(), jar, all);
	}

}
