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

package io.clusterboot.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.test.OutputLines;
import io.clusterboot.test.process.ProcessThreads;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as a process: standalone, or a master with its workers. Started by
 * {@link SampleCommand#start()}. The caller that starts it closes it; closing it ends it
 * and everything it forked, and fails if something had to be killed.
 */
final class SampleProcess implements AutoCloseable {

	/**
	 * Says on which port a standalone application, or the cluster, listens.
	 */
	static final Pattern PORT = Pattern
		.compile("(?:(?:Netty|Tomcat|Jetty) started on port |Cluster serves on \\S*:)(\\d+)\\b");

	/**
	 * Says that the whole cluster serves.
	 */
	static final Pattern SERVING = Pattern.compile("Cluster serves on (.+) with (\\d+) of (\\d+) workers?");

	/**
	 * Says that a worker was forked: its id, slot and pid.
	 */
	static final Pattern FORKED = MasterLine.of("forked");

	/**
	 * Says that a worker is listening: its id, slot and pid.
	 */
	static final Pattern LISTENING = MasterLine.of("listening on");

	/**
	 * Says that a worker ended: its id, slot and pid.
	 */
	static final Pattern EXITED = MasterLine.of("exited");

	/**
	 * Says that a worker is the first of its generation: its id, slot and pid.
	 */
	static final Pattern CANARY = MasterLine.of("is the canary of generation");

	/**
	 * Says any of these: its id, slot and pid, and the step.
	 */
	static final Pattern STEP = MasterLine.of("(forked|listening|exited)");

	/**
	 * How long a start may take, on a busy machine.
	 */
	static final Duration START_DEADLINE = Duration.ofSeconds(150);

	private static final Pattern ANY_WORKER = Pattern.compile("Worker \\d+ \\(slot \\d+, pid (\\d+)\\)");

	private final Process process;

	private final Duration stopDeadline;

	private final boolean sharesPids;

	private final OutputLines output;

	private final ReentrantLock reading = new ReentrantLock();

	private final Set<ProcessHandle> forked = ConcurrentHashMap.newKeySet();

	private final @Nullable TemporaryFiles files;

	private final Thread killer = new Thread(this::killAll, "sample-killer");

	/**
	 * Create an instance.
	 * @param sharesPids whether the process ids that it prints are those of this
	 * namespace
	 * @param files the folder for its temporary files, which is removed when it is closed
	 */
	SampleProcess(Process process, Duration stopDeadline, boolean sharesPids, @Nullable TemporaryFiles files) {
		this.process = process;
		this.stopDeadline = stopDeadline;
		this.sharesPids = sharesPids;
		this.files = files;
		Runtime.getRuntime().addShutdownHook(this.killer);
		this.output = OutputLines.of(process, this::printed);
	}

	private void printed(String line) {
		Matcher matcher = ANY_WORKER.matcher(line);
		if (this.sharesPids && matcher.find()) {
			// By handle, at once: a number alone may be another process later.
			ProcessHandle.of(Long.parseLong(matcher.group(1))).ifPresent(this.forked::add);
		}
		this.reading.lock();
		this.reading.unlock();
	}

	long pid() {
		return this.process.pid();
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * The temporary files of the processes, if the folder is their own.
	 */
	List<Path> temporaryFiles() {
		assertThat(this.files).as("a folder for temporary files").isNotNull();
		return this.files.list();
	}

	OutputLines output() {
		return this.output;
	}

	/**
	 * Wait for a line that contains a match, also one that was printed before.
	 */
	MatchResult awaitLine(String regex, Duration deadline) {
		return this.output.await(Pattern.compile(regex), deadline);
	}

	/**
	 * Wait for the port, as printed when it listens.
	 */
	int port() {
		return Integer.parseInt(this.output.await(PORT, START_DEADLINE).group(1));
	}

	/**
	 * The port, if it has been printed.
	 */
	OptionalInt boundPort() {
		return this.output.all()
			.stream()
			.map(PORT::matcher)
			.filter(Matcher::find)
			.mapToInt((match) -> Integer.parseInt(match.group(1)))
			.findFirst();
	}

	/**
	 * A client for the port, once it is known.
	 */
	SampleClient client() {
		return new SampleClient(port());
	}

	/**
	 * Wait until the cluster serves.
	 * @return its workers at that moment, by slot
	 */
	List<Worker> awaitServing() {
		MatchResult serving = this.output.await(SERVING, START_DEADLINE);
		// One line for each server of a worker, and no less than one for each worker by
		// now
		List<Worker> workers = this.output.all()
			.stream()
			.takeWhile((line) -> !SERVING.matcher(line).find())
			.map(LISTENING::matcher)
			.filter(Matcher::find)
			.map(Worker::of)
			.distinct()
			.sorted(Comparator.comparingInt(Worker::slot))
			.toList();
		if (workers.size() != Integer.parseInt(serving.group(2))) {
			throw new AssertionError("listening: " + workers + " (expected: " + serving.group() + ")");
		}
		return workers;
	}

	/**
	 * Wait until a number of workers have said that they are listening, since the start.
	 */
	List<Worker> awaitListening(int count) {
		return awaitListening(0, count);
	}

	/**
	 * Wait until a number of workers have said that they are listening, since a position
	 * in the output.
	 */
	List<Worker> awaitListening(int position, int count) {
		return this.output.await(position, LISTENING, count, START_DEADLINE).stream().map(Worker::of).toList();
	}

	/**
	 * The workers that were forked and have not ended, as the master says, by slot.
	 */
	List<Worker> workers() {
		return Roster.of(this.output.all()).alive();
	}

	/**
	 * Wait until there is a number of workers, each in a slot of its own, and all are
	 * listening.
	 * @return the workers, by slot
	 */
	List<Worker> awaitWorkers(int count, Duration deadline) {
		return this.output.await(count + " workers that listen",
				(lines) -> Roster.of(lines).isComplete(count) ? Roster.of(lines).alive() : null, deadline);
	}

	/**
	 * The pids of the workers that are alive: the children of the process.
	 */
	List<Long> workerPids() {
		List<ProcessHandle> children = this.process.children().toList();
		this.forked.addAll(children);
		return children.stream().map(ProcessHandle::pid).sorted().toList();
	}

	/**
	 * Send a signal, such as {@code TERM}, to the process itself.
	 */
	void signal(String name) {
		signal(name, pid());
	}

	/**
	 * Ask for a rolling restart, and wait for its end.
	 */
	RollOutcome roll() {
		int position = this.output.position();
		signal("HUP");
		return RollOutcome.await(this.output, position);
	}

	/**
	 * Change the number of workers, one more or less at a time, and wait for the end of
	 * each step.
	 * @param from how many there are
	 * @param to how many there are to be
	 * @return the workers, by slot
	 */
	List<Worker> scale(int from, int to) {
		int size = from;
		while (size != to) {
			int next = size + Integer.signum(to - size);
			int position = this.output.position();
			signal((next > size) ? "TTIN" : "TTOU");
			this.output.await(position, Pattern.compile("Cluster scales from " + size + " to " + next + " workers?"),
					START_DEADLINE);
			this.output.await(position, Pattern.compile("Cluster has " + next + " workers? after "), START_DEADLINE);
			size = next;
		}
		return awaitWorkers(to, START_DEADLINE);
	}

	/**
	 * Send a signal to the process and all that it forked, as a terminal does. It has to
	 * be started {@link SampleCommand#inGroupOfItsOwn() in a group of its own}.
	 */
	void signalGroup(String name) {
		signal(name, -pid());
	}

	/**
	 * Send a signal to any process, or to a group of processes.
	 */
	static void signal(String name, long pid) {
		try {
			Process kill = new ProcessBuilder("kill", "-s", name, "--", Long.toString(pid)).inheritIO().start();
			if (!kill.waitFor(60, TimeUnit.SECONDS) || kill.exitValue() != 0) {
				throw new AssertionError("kill -s " + name + " " + pid + " failed");
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Wait for the end of the process itself.
	 * @return its exit code; 128 + n after signal n
	 */
	int awaitExit(Duration deadline) {
		remember();
		try {
			// Not by its handle, which may know of the end before the process does
			if (this.process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
				return this.process.exitValue();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new AssertionError("Process " + pid() + " is still there after " + deadline + "; the last lines are\n"
				+ this.output.tail());
	}

	/**
	 * Kill a worker, and wait until the master has noticed.
	 */
	Kill kill(Worker worker) {
		int position = this.output.position();
		Kill kill = Kill.of(worker);
		this.output.await("the end of " + worker,
				(lines) -> lines.stream()
					.skip(position)
					.map(EXITED::matcher)
					.anyMatch((exited) -> exited.find() && Worker.of(exited).equals(worker)) ? worker : null,
				START_DEADLINE);
		return kill;
	}

	/**
	 * Wait for the end of another process, such as a worker.
	 */
	static void awaitEnd(long pid, Duration deadline) {
		ProcessHandle.of(pid).ifPresent((handle) -> {
			if (!ended(handle, deadline)) {
				throw new AssertionError("Process " + pid + " is still there after " + deadline);
			}
		});
	}

	private static boolean ended(ProcessHandle handle, Duration deadline) {
		try {
			handle.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Do something while only one of the workers runs, so that it is this one that
	 * accepts a new connection.
	 */
	static <T> T whileOthersPause(Worker worker, List<Worker> workers, Supplier<T> action) {
		List<Worker> others = workers.stream().filter((other) -> !other.equals(worker)).toList();
		try {
			others.forEach((other) -> pause(other.pid()));
			return action.get();
		}
		finally {
			others.forEach((other) -> signal("CONT", other.pid()));
		}
	}

	/**
	 * Send SIGSTOP and wait until it has reached every thread. Only the parent of a
	 * process is notified of that, and until then the process may still accept a
	 * connection.
	 */
	static void pause(long pid) {
		signal("STOP", pid);
		Awaitility.await("process " + pid + " stops")
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(START_DEADLINE)
			.until(() -> ProcessThreads.of(pid).areStopped());
	}

	/**
	 * Do something while nobody reads the output.
	 */
	<T> T whileUnread(Supplier<T> action) {
		this.reading.lock();
		try {
			return action.get();
		}
		finally {
			this.reading.unlock();
		}
	}

	private void remember() {
		this.process.descendants().forEach(this.forked::add);
	}

	/**
	 * End the process with {@code TERM} and wait for all that it forked. What is left
	 * after the deadline is killed and named in an error.
	 */
	@Override
	public void close() {
		List<String> left = new ArrayList<>();
		try {
			remember();
			if (this.process.isAlive()) {
				signalIfAlive("CONT");
				signalIfAlive("TERM");
			}
			if (!ended(handle(), this.stopDeadline)) {
				left.add("process " + describe(handle()));
			}
			remember();
			long end = System.nanoTime() + this.stopDeadline.toNanos();
			for (ProcessHandle handle : this.forked) {
				if (!ended(handle, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
					left.add("forked process " + describe(handle));
				}
			}
		}
		finally {
			killAll();
			Runtime.getRuntime().removeShutdownHook(this.killer);
			if (this.files != null) {
				this.forked.forEach((handle) -> ended(handle, this.stopDeadline));
				this.files.delete();
			}
		}
		if (!left.isEmpty()) {
			throw new AssertionError(
					"Had to be killed: " + String.join(", ", left) + "; the last lines are\n" + this.output.tail());
		}
	}

	private void signalIfAlive(String name) {
		try {
			signal(name);
		}
		catch (AssertionError ex) {
			if (this.process.isAlive()) {
				throw ex;
			}
		}
	}

	private void killAll() {
		remember();
		this.process.destroyForcibly();
		this.forked.forEach(ProcessHandle::destroyForcibly);
	}

	private static String describe(ProcessHandle handle) {
		return handle.pid() + " (" + handle.info().command().orElse("?") + ")";
	}

	/**
	 * A worker, as the master's log names it.
	 *
	 * @param id the worker id
	 * @param pid the process id
	 */
	record Worker(int id, int slot, long pid) {

		static Worker of(MatchResult match) {
			return new Worker(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)),
					Long.parseLong(match.group(3)));
		}

	}

	/**
	 * A line of the master's log about a worker, also with the short name that the logger
	 * has in Log4j2's pattern. The listener of the sample logs nearly the same.
	 */
	private static final class MasterLine {

		private static Pattern of(String step) {
			return Pattern
				.compile("(?:io\\.clusterboot|i\\.c)\\.cluster +: Worker (\\d+) \\(slot (\\d+), pid (\\d+)\\) " + step
						+ "\\b");
		}

	}

}
