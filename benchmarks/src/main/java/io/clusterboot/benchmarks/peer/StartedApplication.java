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
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.clusterboot.benchmarks.load.FirstAnswer;
import io.clusterboot.benchmarks.process.StartedProcess;

/**
 * The application as a process, alone or as a cluster, and what its log says. Times are
 * seconds. Confined to one thread.
 */
public final class StartedApplication implements Server {

	/**
	 * What the first answer is asked for.
	 */
	private static final String PATH = "/json";

	private static final Pattern PORT = Pattern
		.compile("(?:(?:Netty|Tomcat) started on port |listening on \\S*:)(\\d+)\\b");

	private static final Pattern SERVES = Pattern.compile("Cluster serves on ");

	private static final Pattern LISTENING = Pattern
		.compile("Worker \\d+ \\(slot \\d+, pid \\d+\\) listening on \\S+ after (?:(\\d+) ms|([\\d.]+) s)");

	private static final Pattern ROLL = Pattern.compile("Rolling restart to generation \\d+ (finished|failed)");

	private final StartedProcess process;

	private int port;

	StartedApplication(StartedProcess process) {
		this.process = process;
	}

	/**
	 * Wait until it, or its first worker, listens.
	 * @return seconds since the start
	 * @throws IOException if it does not
	 * @throws InterruptedException if the thread is interrupted
	 */
	public double awaitListening() throws IOException, InterruptedException {
		StartedProcess.Found found = this.process.await(PORT);
		this.port = Integer.parseInt(found.match().group(1));
		return sinceStart(found.nanos());
	}

	/**
	 * Wait for the first answer, once it listens.
	 * @return seconds since the start
	 * @throws IOException if there is none
	 */
	public double awaitAnswer() throws IOException {
		return sinceStart(FirstAnswer.await(this.port, PATH));
	}

	/**
	 * Wait until all workers serve.
	 * @return seconds since the start
	 * @throws IOException if they do not
	 * @throws InterruptedException if the thread is interrupted
	 */
	public double awaitServing() throws IOException, InterruptedException {
		return sinceStart(this.process.await(SERVES).nanos());
	}

	/**
	 * Wait until it serves, as one process or as a cluster.
	 * @param workers the number of workers, 0 for one process
	 * @return this
	 * @throws IOException if it does not
	 * @throws InterruptedException if the thread is interrupted
	 */
	public StartedApplication ready(int workers) throws IOException, InterruptedException {
		awaitListening();
		awaitAnswer();
		if (workers > 0) {
			awaitServing();
		}
		return this;
	}

	/**
	 * Kill a worker, and wait for the one that takes its place.
	 * @return how long it took
	 * @throws IOException if none listens
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Replacement replace() throws IOException, InterruptedException {
		ProcessHandle victim = this.process.descendants().get(0);
		this.process.skipOutput();
		long killed = System.nanoTime();
		victim.destroyForcibly();
		StartedProcess.Found found = this.process.await(LISTENING);
		return new Replacement(seconds(found.nanos() - killed), sinceFork(found.match()));
	}

	private static double sinceFork(MatchResult match) {
		return (match.group(1) != null) ? Long.parseLong(match.group(1)) / 1000.0 : Double.parseDouble(match.group(2));
	}

	/**
	 * Replace all workers by a rolling restart.
	 * @return when it finished, a value of {@link System#nanoTime()}
	 * @throws IOException if it fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	public long roll() throws IOException, InterruptedException {
		this.process.skipOutput();
		this.process.signal("HUP");
		StartedProcess.Found found = this.process.await(ROLL);
		if (!found.match().group(1).equals("finished")) {
			throw new IOException("The rolling restart failed");
		}
		return found.nanos();
	}

	/**
	 * Let time pass without requests.
	 * @param time the time
	 * @throws IOException if it ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void idle(Duration time) throws IOException, InterruptedException {
		this.process.idle(time);
	}

	/**
	 * Return the process that was started: the application, or the master.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public List<Long> pids() {
		return this.process.pids();
	}

	private double sinceStart(long nanos) {
		return seconds(nanos - this.process.startNanos());
	}

	private static double seconds(long nanos) {
		return nanos / 1e9;
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * How long a replacement took.
	 *
	 * @param sinceKill seconds from the kill until it listened
	 * @param sinceFork seconds from its fork until it listened
	 */
	public record Replacement(double sinceKill, double sinceFork) {

	}

}
