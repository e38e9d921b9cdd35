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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.MissingToolException;
import io.clusterboot.benchmarks.bench.Tools;
import io.clusterboot.benchmarks.load.FirstAnswer;
import io.clusterboot.benchmarks.process.Ports;
import io.clusterboot.benchmarks.process.Processes;
import io.clusterboot.benchmarks.process.StartedProcess;

/**
 * PM2, which runs in the foreground with a home of its own, and its processes.
 */
public final class Pm2 extends NodeServer {

	private static final Pattern STARTED = Pattern.compile("Continue to stream logs");

	private final Bench bench;

	private final Path program;

	private final Path folder;

	private Pm2(StartedProcess process, int port, Bench bench, Path program, Path folder) {
		super(process, port);
		this.bench = bench;
		this.program = program;
		this.folder = folder;
	}

	/**
	 * Install PM2 from the registry of npm, unless that was done before.
	 * @param bench what to measure with
	 * @return the program, or empty, which is reported
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static Optional<Path> install(Bench bench) throws InterruptedException {
		Path folder = bench.artifacts().resolve("pm2-" + Tools.PM2_VERSION);
		Path program = folder.resolve("node_modules/.bin/pm2");
		try {
			if (!Files.exists(program)) {
				Files.createDirectories(folder);
				bench.processes()
					.run("npm install", folder,
							List.of(bench.tools().require("npm"), "install", "--prefix", folder.toString(), "--omit",
									"optional", "--no-audit", "--no-fund", "--no-progress", "pm2@" + Tools.PM2_VERSION),
							Map.of());
			}
			return Optional.of(program);
		}
		catch (IOException | MissingToolException ex) {
			System.out.printf("**** PM2 cannot be installed, and its rows are left out: %s ****%n", ex.getMessage());
			return Optional.empty();
		}
	}

	/**
	 * Start the application.
	 * @param bench what to measure with
	 * @param program the program
	 * @param workers the number of processes
	 * @return the processes, which serve
	 * @throws IOException if they do not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static Pm2 start(Bench bench, Path program, int workers) throws IOException, InterruptedException {
		Path folder = bench.folder("pm2");
		Path script = Bench.copy(Pm2.class, "server.js", folder);
		int port = Ports.free();
		StartedProcess process = bench.processes()
			.start("PM2", folder, List.of(program.toString(), "start", script.toString(), "--instances",
					Integer.toString(workers), "--no-daemon"), environment(folder, port));
		Pm2 pm2 = new Pm2(process, port, bench, program, folder);
		try {
			// What workers print before that is lost
			process.await(STARTED);
			FirstAnswer.await(port, "/json");
			return pm2;
		}
		catch (IOException ex) {
			pm2.close();
			throw ex;
		}
	}

	private static Map<String, String> environment(Path folder, int port) {
		return Map.of("PM2_HOME", folder.resolve("home").toString(), "PM2_DISABLE_VERSION_CHECK", "true", "PORT",
				Integer.toString(port));
	}

	/**
	 * Replace all processes, one after another.
	 * @return when that was done, a value of {@link System#nanoTime()}
	 * @throws IOException if it fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	public long reload() throws IOException, InterruptedException {
		Processes processes = this.bench.processes();
		processes.run("pm2 reload", this.folder, List.of(this.program.toString(), "reload", "all"),
				environment(this.folder, port()));
		return System.nanoTime();
	}

}
