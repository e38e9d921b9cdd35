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

import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ExitDiagnosis}: each end × what the master did.
 */
class ExitDiagnosisTests {

	private static final MasterAction NONE = new MasterAction.None();

	private static final MasterAction ASKED = new MasterAction.Asked("scale-down");

	private static final MasterAction TERMINATED = new MasterAction.Killed("does not listen after 60 s",
			Signal.SIGTERM);

	private static final MasterAction KILLED = new MasterAction.Killed("event loop blocked for 30 s", Signal.SIGKILL);

	private static final List<String> QUIET = List.of("started");

	private static final List<String> EXIT_ON_OOM = List.of("x",
			"Terminating due to java.lang.OutOfMemoryError: Java heap space");

	private static final List<String> CRASH_ON_OOM = List.of(
			"Aborting due to java.lang.OutOfMemoryError: Java heap space", "#",
			"# A fatal error has been detected by the Java Runtime Environment:");

	private static final List<String> DUMP_ON_OOM = List.of("java.lang.OutOfMemoryError: Java heap space",
			"Dumping heap to java_pid1.hprof ...");

	private static final List<String> CRASH = List.of("#",
			"# A fatal error has been detected by the Java Runtime Environment:",
			"# An error report file with more information is saved as:", "# /var/app dir/hs_err_pid4711.log",
			"[thread 12 also had an error]");

	@ParameterizedTest
	@MethodSource
	void cause(int code, List<String> output, MasterAction action, int oomKills, ExitCause cause, boolean failure,
			String text) {
		ExitCause found = new ExitDiagnosis(new ExitStatus(code), output, action, 4, 4 + oomKills).cause();
		assertThat(found).isEqualTo(cause).hasToString(text);
		assertThat(found.isFailure()).isEqualTo(failure);
		assertThat(found.kind()).matches("[a-z]+(-[a-z]+)*");
	}

	static Stream<Arguments> cause() {
		ExitCause asked = new ExitCause.Asked("scale-down");
		ExitCause terminated = new ExitCause.KilledByMaster("does not listen after 60 s", Signal.SIGTERM);
		ExitCause killed = new ExitCause.KilledByMaster("event loop blocked for 30 s", Signal.SIGKILL);
		String askedText = "asked to end: scale-down";
		String terminatedText = "killed by the master with SIGTERM: does not listen after 60 s";
		String killedText = "killed by the master with SIGKILL: event loop blocked for 30 s";
		ExitCause oom = new ExitCause.JavaOutOfMemory(new ExitStatus(3), "java.lang.OutOfMemoryError: Java heap space");
		String oomText = "Java out of memory (java.lang.OutOfMemoryError: Java heap space; exit code 3)";
		ExitCause crash = new ExitCause.JvmCrash(Signal.SIGABRT, "/var/app dir/hs_err_pid4711.log");
		String crashText = "crash of the JVM (SIGABRT), see /var/app dir/hs_err_pid4711.log";
		return Stream.of(exit(0, QUIET, NONE, true, "exit code 0"), exit(1, EXIT_ON_OOM, NONE, true, "exit code 1"),
				exit(3, QUIET, NONE, true, "exit code 3"), arguments(0, QUIET, ASKED, 0, asked, false, askedText),
				arguments(1, QUIET, ASKED, 0, asked, false, askedText),
				arguments(0, QUIET, TERMINATED, 0, terminated, true, terminatedText),
				arguments(3, EXIT_ON_OOM, NONE, 0, oom, true, oomText),
				arguments(3, EXIT_ON_OOM, ASKED, 0, oom, true, oomText),
				arguments(134, CRASH_ON_OOM, NONE, 0,
						new ExitCause.JavaOutOfMemory(new ExitStatus(134),
								"java.lang.OutOfMemoryError: Java heap space"),
						true,
						"Java out of memory (java.lang.OutOfMemoryError: Java heap space; signal SIGABRT (exit code 134))"),
				arguments(134, CRASH, NONE, 0, crash, true, crashText),
				arguments(134, CRASH, ASKED, 0, crash, true, crashText),
				arguments(139, QUIET, NONE, 0, new ExitCause.JvmCrash(Signal.SIGSEGV, null), true,
						"crash of the JVM (SIGSEGV)"),
				signalled(Signal.SIGKILL, false), signalled(Signal.SIGTERM, false), signalled(Signal.SIGINT, false),
				signalled(Signal.SIGHUP, false), signalled(Signal.SIGUSR1, true), signalled(Signal.SIGSYS, true),
				arguments(137, QUIET, NONE, 1, new ExitCause.KernelOutOfMemory(), true,
						"killed by the kernel, out of memory"),
				arguments(137, QUIET, ASKED, 1, new ExitCause.KernelOutOfMemory(), true,
						"killed by the kernel, out of memory"),
				arguments(137, QUIET, TERMINATED, 1, new ExitCause.KernelOutOfMemory(), true,
						"killed by the kernel, out of memory"),
				arguments(137, QUIET, KILLED, 1, killed, true, killedText),
				arguments(137, QUIET, KILLED, 0, killed, true, killedText),
				arguments(137, DUMP_ON_OOM, KILLED, 0,
						new ExitCause.JavaOutOfMemory(new ExitStatus(137),
								"java.lang.OutOfMemoryError: Java heap space"),
						true,
						"Java out of memory (java.lang.OutOfMemoryError: Java heap space; signal SIGKILL (exit code 137))"),
				arguments(137, List.of("Dumping heap to x ..."), KILLED, 0, killed, true, killedText),
				arguments(143, QUIET, ASKED, 0, asked, false, askedText),
				arguments(143, QUIET, TERMINATED, 0, terminated, true, terminatedText),
				arguments(143, QUIET, NONE, 1, new ExitCause.Signalled(Signal.SIGTERM), false,
						"killed from outside with SIGTERM"),
				arguments(137, QUIET, ASKED, 0, new ExitCause.Signalled(Signal.SIGKILL), false,
						"killed from outside with SIGKILL"));
	}

	private static Arguments exit(int code, List<String> output, MasterAction action, boolean failure, String text) {
		return arguments(code, output, action, 0, new ExitCause.Exited(new ExitStatus(code)), failure, text);
	}

	private static Arguments signalled(Signal signal, boolean failure) {
		return arguments(128 + signal.number(), QUIET, NONE, 0, new ExitCause.Signalled(signal), failure,
				"killed from outside with " + signal);
	}

}
