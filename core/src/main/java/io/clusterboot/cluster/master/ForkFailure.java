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

package io.clusterboot.cluster.master;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.handle.Errno;
import io.clusterboot.handle.HandleException;
import io.clusterboot.ipc.ChannelException;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnException;

/**
 * Says what to do about a process that could not be started.
 */
enum ForkFailure {

	COMMAND_TOO_LONG("the command line and the environment are too long for the system: shorten them, above all "
			+ "cluster.worker.environment", "error=7,", "Argument list too long"),

	PROCESSES("the limit of processes and threads is reached: raise it (ulimit -u; pids.max of the container)",
			"error=11,", "Resource temporarily unavailable", "unable to create native thread",
			"unable to create new native thread"),

	MEMORY("there is not enough memory to start a process: free some, or lower cluster.workers", "error=12,",
			"Cannot allocate memory", "Not enough space"),

	SYSTEM_DESCRIPTORS("the limit of open files of the system is reached: raise fs.file-max", "error=23,",
			"Too many open files in system"),

	DESCRIPTORS("the limit of open files of the master is reached: raise it (ulimit -n)", "error=24,",
			"Too many open files");

	/**
	 * Stands for the exit code of a process that could not be started, as in a shell.
	 */
	static final ExitStatus NOT_STARTED = new ExitStatus(127);

	/**
	 * What the JDK says when its program ended before it had started the process.
	 */
	private static final Pattern HELPER_KILLED = Pattern.compile("spawn helper: pid: \\d+, signal: (\\d{1,2})");

	private static final Path SPAWN_HELPER = Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");

	private static final int MAX_CAUSES = 10;

	private static final List<Class<?>> FAILURES = List.of(SpawnException.class, HandleException.class,
			ChannelException.class);

	private final String advice;

	private final String[] signs;

	ForkFailure(String advice, String... signs) {
		this.advice = advice;
		this.signs = signs;
	}

	/**
	 * Load what reports a failure. A class in a directory cannot be loaded when
	 * descriptors have run out, and the JVM does not try again later.
	 */
	static void prepare() {
		FAILURES.forEach((type) -> of(new IllegalStateException(type + ": Too many open files")));
		Errno.of(0);
	}

	/**
	 * Return what to report for a failure: what failed, and what to do.
	 */
	static Exception of(Throwable failure) {
		Optional<String> advice = advice(failure);
		String message = String.valueOf(failure.getMessage());
		// Newer JDKs guess at reasons in further lines
		String line = message.lines().findFirst().orElse(message).strip();
		if (advice.isEmpty() && line.equals(message) && failure instanceof Exception exception) {
			return exception;
		}
		return new IllegalStateException(line + advice.map((text) -> " (" + text + ")").orElse(""), failure);
	}

	/**
	 * Return the exit status that a failure stands for.
	 * @return how the helper of the JDK ended if a signal ended it, such as that of a
	 * terminal, else {@link #NOT_STARTED}
	 */
	static ExitStatus status(Exception failure) {
		Matcher killed = HELPER_KILLED.matcher(String.valueOf(failure.getMessage()));
		return killed.find() ? Signal.of(Integer.parseInt(killed.group(1))).map(ExitStatus::of).orElse(NOT_STARTED)
				: NOT_STARTED;
	}

	private static Optional<String> advice(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
			messages.append(cause.getMessage()).append('\n');
			cause = cause.getCause();
		}
		return Arrays.stream(values())
			.filter((each) -> Arrays.stream(each.signs).anyMatch((sign) -> messages.indexOf(sign) != -1))
			.map((each) -> each.advice)
			.findFirst()
			.or(ForkFailure::helperAdvice);
	}

	/**
	 * The JDK starts processes through a program of its own.
	 */
	private static Optional<String> helperAdvice() {
		return Files.isExecutable(SPAWN_HELPER) ? Optional.empty()
				: Optional
					.of("%s cannot be executed: put it back, or start the master again after an upgrade of the JDK"
						.formatted(SPAWN_HELPER));
	}

}
