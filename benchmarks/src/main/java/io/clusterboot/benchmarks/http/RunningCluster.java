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

package io.clusterboot.benchmarks.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.clusterboot.benchmarks.ProcessorTime;

/**
 * A running cluster: a master, its workers, and the port they serve. The caller that
 * starts it owns it; its processes end when it is closed.
 */
final class RunningCluster implements Closeable {

	private static final Pattern PORT = Pattern.compile("port (\\d+)");

	private static final Duration START_TIME = Duration.ofSeconds(120);

	private static final Duration STOP_TIME = Duration.ofSeconds(30);

	private final Process master;

	private final int port;

	private RunningCluster(Process master, int port) {
		this.master = master;
		this.port = port;
	}

	/**
	 * Start a cluster and wait until all its workers serve.
	 * @param script the server, for Node
	 * @throws IOException if it does not start
	 */
	static RunningCluster start(Cluster cluster, int workers, Path script) throws IOException {
		List<String> command = cluster.isNode() ? node(cluster, workers, script) : java(cluster, workers);
		Process master = new ProcessBuilder(command).redirectErrorStream(true).start();
		Runtime.getRuntime().addShutdownHook(new Thread(master::destroy));
		CompletableFuture<Integer> port = new CompletableFuture<>();
		Thread reader = new Thread(() -> read(master, port), cluster + " output");
		reader.setDaemon(true);
		reader.start();
		try {
			return new RunningCluster(master, port.get(START_TIME.toSeconds(), TimeUnit.SECONDS));
		}
		catch (Exception ex) {
			master.destroy();
			throw new IOException("%s did not start".formatted(cluster), ex);
		}
	}

	private static List<String> node(Cluster cluster, int workers, Path script) {
		return List.of("node", script.toString(), cluster.policy(), Integer.toString(workers));
	}

	private static List<String> java(Cluster cluster, int workers) {
		return List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), PlainServer.class.getName(), "--cluster.workers=" + workers,
				"--cluster.scheduling-policy=" + cluster.policy(), "--server.address=127.0.0.1", "--server.port=0",
				"--spring.main.banner-mode=off", "--logging.level.root=warn");
	}

	private static void read(Process master, CompletableFuture<Integer> port) {
		List<String> output = new ArrayList<>();
		try (var lines = master.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				output.add(line);
				Matcher matcher = PORT.matcher(line);
				if (matcher.matches()) {
					port.complete(Integer.parseInt(matcher.group(1)));
				}
			}
			port.completeExceptionally(new IOException(String.join(System.lineSeparator(), output)));
		}
		catch (IOException ex) {
			port.completeExceptionally(ex);
		}
	}

	/**
	 * Run a load against the cluster, and measure its rate and its processor time.
	 * @throws IOException if the processes cannot be inspected
	 */
	Trial run(Wrk wrk, Load load, Duration duration) throws IOException {
		long[] workers = this.master.children().mapToLong(ProcessHandle::pid).toArray();
		ProcessorTime all = ProcessorTime
			.start(LongStream.concat(LongStream.of(this.master.pid()), LongStream.of(workers)).toArray());
		ProcessorTime alone = ProcessorTime.start(this.master.pid());
		Wrk.Outcome outcome = wrk.run(load, this.port, duration);
		return new Trial(outcome.requests() / outcome.seconds(), all.microsPerOperation(outcome.requests()),
				alone.microsPerOperation(outcome.requests()));
	}

	/**
	 * Return the memory of all its processes, without counting twice what they share.
	 * @return the proportional set size in MB
	 * @throws IOException if the processes cannot be inspected
	 */
	double megabytes() throws IOException {
		double total = 0;
		for (ProcessHandle process : this.master.toHandle().descendants().toList()) {
			total += megabytes(process.pid());
		}
		return total + megabytes(this.master.pid());
	}

	private static double megabytes(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
			.stream()
			.filter((line) -> line.startsWith("Pss:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum() / 1024.0;
	}

	@Override
	public void close() {
		List<ProcessHandle> workers = this.master.descendants().toList();
		this.master.destroy();
		try {
			if (!this.master.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
				this.master.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.master.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		// The workers of a master that was killed; all others have ended
		workers.forEach(ProcessHandle::destroyForcibly);
	}

}
