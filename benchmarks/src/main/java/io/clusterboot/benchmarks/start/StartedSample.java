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
package io.clusterboot.benchmarks.start;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sample as a process, alone or as a cluster, and what its log says. The caller that
 * starts it owns it; its processes end when it is closed. Confined to one thread.
 */
final class StartedSample implements Closeable {

	private static final Pattern PORT = Pattern.compile("(?:Netty started on port |listening on \\S*:)(\\d+)\\b");

	private static final Pattern SERVES = Pattern.compile("Cluster serves on ");

	private static final Pattern LISTENING = Pattern
		.compile("Worker (\\d+) \\(slot (\\d+), pid (\\d+)\\) listening on \\S+ after (\\d+) ms");

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	/**
	 * A JVM frees what its compilers used within 5 seconds, and a master gives back
	 * memory in two steps after that.
	 */
	private static final int IDLE_SECONDS = 16;

	private static final Duration POLL = Duration.ofMillis(5);

	private final Process process;

	private final long startNanos;

	private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private int port;

	private StartedSample(Process process, long startNanos) {
		this.process = process;
		this.startNanos = startNanos;
	}

	/**
	 * Start the sample.
	 * @param jar the packaged sample
	 * @param images the folder of images
	 * @param workers the number of workers, 0 for the application alone
	 */
	static StartedSample start(Path jar, Path images, int workers, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(java(), "-jar", jar.toString(), "--server.address=127.0.0.1",
				"--server.port=0", "--cluster.workers=" + workers, "--cluster.worker.image.directory=" + images));
		command.addAll(List.of(arguments));
		long start = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		StartedSample sample = new StartedSample(process, start);
		Runtime.getRuntime().addShutdownHook(new Thread(sample::kill));
		Thread reader = new Thread(() -> sample.read(process.inputReader(StandardCharsets.UTF_8)), "sample output");
		reader.setDaemon(true);
		reader.start();
		return sample;
	}

	private static String java() {
		return ProcessHandle.current().info().command().orElse("java");
	}

	private void read(BufferedReader reader) {
		try (reader) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(new Line(System.nanoTime(), line));
			}
		}
		catch (IOException ex) {
			this.lines.add(new Line(System.nanoTime(), "The output ended: " + ex.getMessage()));
		}
	}

	/**
	 * Wait for the first answer.
	 * @return seconds since the start
	 */
	double awaitAnswer() throws IOException, InterruptedException {
		this.port = Integer.parseInt(await(PORT).match().group(1));
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(this.port))).build();
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			try {
				if (this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
					return seconds(System.nanoTime() - this.startNanos);
				}
			}
			catch (IOException ex) {
				if (this.process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new IOException("The sample ended with %d".formatted(this.process.exitValue()), ex);
				}
			}
		}
		throw new IOException("No answer within %s".formatted(PATIENCE));
	}

	/**
	 * Wait until all workers serve.
	 * @return seconds since the start
	 */
	double awaitServing() throws IOException, InterruptedException {
		return seconds(await(SERVES).nanos() - this.startNanos);
	}

	/**
	 * Kill a worker, and wait for the one that takes its place.
	 * @return how long it took from the kill, and from the fork
	 */
	Replacement replace() throws IOException, InterruptedException {
		ProcessHandle victim = this.process.children().findFirst().orElseThrow();
		this.lines.clear();
		long killed = System.nanoTime();
		victim.destroyForcibly();
		Found found = await(LISTENING);
		return new Replacement(seconds(found.nanos() - killed), Long.parseLong(found.match().group(4)) / 1000.0);
	}

	/**
	 * Send requests, one after another.
	 */
	void load(int requests) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(this.port))).build();
		for (int count = 0; count < requests; count++) {
			// A connection of its own for each few, so that all workers serve
			HttpClient sender = (count % 20 == 0) ? HttpClient.newHttpClient() : this.client;
			sender.send(request, HttpResponse.BodyHandlers.discarding());
		}
	}

	void awaitArchive() throws IOException, InterruptedException {
		await(Pattern.compile("Made the class-data archive"));
	}

	/**
	 * Return the memory of all its processes after a time without requests, without
	 * counting twice what they share.
	 */
	double idleMegabytes() throws IOException, InterruptedException {
		if (this.process.waitFor(IDLE_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("The sample ended with %d".formatted(this.process.exitValue()));
		}
		double total = 0;
		for (ProcessHandle each : Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.toList()) {
			total += Files.readAllLines(Path.of("/proc", Long.toString(each.pid()), "smaps_rollup"))
				.stream()
				.filter((line) -> line.startsWith("Pss:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.sum() / 1024.0;
		}
		return total;
	}

	private Found await(Pattern pattern) throws IOException, InterruptedException {
		List<String> seen = new ArrayList<>();
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			Line line = this.lines.poll(1, TimeUnit.SECONDS);
			if (line != null) {
				seen.add(line.text());
				Matcher matcher = pattern.matcher(line.text());
				if (matcher.find()) {
					return new Found(line.nanos(), matcher.toMatchResult());
				}
			}
		}
		throw new IOException(
				"%s (expected in the output:%n%s)".formatted(pattern, String.join(System.lineSeparator(), seen)));
	}

	private static double seconds(long nanos) {
		return nanos / 1e9;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				kill();
			}
		}
		catch (InterruptedException ex) {
			kill();
			Thread.currentThread().interrupt();
		}
	}

	private void kill() {
		List<ProcessHandle> workers = this.process.descendants().toList();
		this.process.destroyForcibly();
		workers.forEach(ProcessHandle::destroyForcibly);
	}

	/**
	 * How long a replacement took.
	 *
	 * @param sinceKill seconds from the kill until it listened
	 * @param sinceFork seconds from its fork until it listened
	 */
	record Replacement(double sinceKill, double sinceFork) {

	}

	private record Line(long nanos, String text) {

	}

	private record Found(long nanos, MatchResult match) {

	}

}
