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

package io.clusterboot.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.test.application.WorkerHooks;
import io.clusterboot.test.process.Deadline;
import io.clusterboot.test.process.ProcessSignal;
import io.clusterboot.test.process.Program;
import io.clusterboot.test.process.TestFolder;
import io.clusterboot.test.process.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * The master and all that it forked, as processes, with their output and their files.
 * Closing it ends them; if this JVM ends before that, its shutdown hook does, and if it
 * is killed, a {@link Watchdog}. May be used from any thread.
 */
final class StartedProcesses {

	/**
	 * Introduces the last lines of output.
	 */
	static final String LAST_LINES = "the last lines of the cluster are\n";

	private final Process master;

	private final Program program;

	private final TestFolder folder;

	private final Duration timeout;

	private final Watchdog watchdog;

	private final OutputLines output;

	private final Set<ProcessHandle> forked = ConcurrentHashMap.newKeySet();

	private final Set<ProcessHandle> frozen = ConcurrentHashMap.newKeySet();

	private final Thread killer = new Thread(this::killAll, "cluster-test-killer");

	private StartedProcesses(Process master, Program program, TestFolder folder, Duration timeout, Watchdog watchdog) {
		this.master = master;
		this.program = program;
		this.folder = folder;
		this.timeout = timeout;
		this.watchdog = watchdog;
		this.output = OutputLines.of(master, this::printed);
		// Its number may be another process's after its end
		master.onExit().thenRun(watchdog::close);
		Runtime.getRuntime().addShutdownHook(this.killer);
	}

	static StartedProcesses start(Program program, List<String> jvmOptions, Map<String, String> properties,
			Duration timeout) {
		TestFolder folder = TestFolder.create();
		try {
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.addAll(jvmOptions);
			command.add("-Djava.io.tmpdir=" + folder.temporaryFiles());
			command.add("-D" + WorkerHooks.FOLDER + "=" + folder.path());
			command.addAll(program.words(folder));
			command.add("--cluster.control.directory=" + folder.control());
			properties.forEach((name, value) -> command.add("--" + name + "=" + value));
			Process master = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(new File("/dev/null"))
				.start();
			try {
				return new StartedProcesses(master, program, folder, timeout, Watchdog.over(master.pid()));
			}
			catch (IOException ex) {
				master.destroyForcibly();
				throw ex;
			}
		}
		catch (IOException ex) {
			folder.delete();
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			folder.delete();
			throw ex;
		}
	}

	Process master() {
		return this.master;
	}

	TestFolder folder() {
		return this.folder;
	}

	Duration timeout() {
		return this.timeout;
	}

	OutputLines output() {
		return this.output;
	}

	/**
	 * Return a failure with the last lines of output.
	 */
	AssertionError failure(String what, @Nullable Throwable cause) {
		return new AssertionError("%s; %s%s".formatted(what, LAST_LINES, this.output.tail()), cause);
	}

	void deploy(Path jar) {
		try {
			this.program.replace(this.folder, jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void printed(String line) {
		// A worker was forked, or something else has happened to one
		if (line.contains("(slot ")) {
			remember();
		}
	}

	/**
	 * Remember by handle what the master has forked: a number alone may be another
	 * process later.
	 */
	void remember() {
		this.master.descendants().forEach(this.forked::add);
	}

	/**
	 * Note that a process is stopped, and has to go on before it can end.
	 */
	void froze(ProcessHandle handle) {
		this.frozen.add(handle);
	}

	/**
	 * Let a process go on, if it is stopped.
	 */
	void thaw(ProcessHandle handle) {
		if (this.frozen.remove(handle) && handle.isAlive()) {
			ProcessSignal.CONT.send(handle.pid());
		}
	}

	void thawAll() {
		List.copyOf(this.frozen).forEach(this::thaw);
	}

	/**
	 * Wait for the end of a process.
	 * @return whether it has ended
	 */
	static boolean ended(ProcessHandle handle, Duration timeout) {
		try {
			handle.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * End the master with SIGTERM, and wait for all that it forked. What is left after
	 * the timeout is killed.
	 * @throws AssertionError if something had to be killed
	 */
	void stop() {
		List<String> left = new ArrayList<>();
		try {
			thawAll();
			remember();
			this.master.destroy();
			Deadline deadline = Deadline.in(this.timeout);
			if (!ended(this.master.toHandle(), deadline.left())) {
				left.add("master " + describe(this.master.toHandle()));
			}
			for (ProcessHandle handle : this.forked) {
				if (!ended(handle, deadline.left())) {
					left.add("process " + describe(handle));
				}
			}
		}
		finally {
			kill();
		}
		if (!left.isEmpty()) {
			throw failure("Had to be killed %s after they were asked to end: %s".formatted(this.timeout,
					String.join(", ", left)), null);
		}
	}

	/**
	 * Kill the master and all that it forked, and remove their files.
	 */
	void kill() {
		killAll();
		Deadline deadline = Deadline.in(this.timeout);
		ended(this.master.toHandle(), deadline.left());
		this.forked.forEach((handle) -> ended(handle, deadline.left()));
		this.watchdog.close();
		try {
			Runtime.getRuntime().removeShutdownHook(this.killer);
		}
		catch (IllegalStateException ex) {
			// This JVM ends, and the hook finds nothing to do
		}
		this.folder.delete();
	}

	private void killAll() {
		remember();
		this.master.destroyForcibly();
		this.forked.forEach(ProcessHandle::destroyForcibly);
	}

	private static String describe(ProcessHandle handle) {
		return handle.pid() + " (" + handle.info().command().orElse("?") + ")";
	}

}
