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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;

/**
 * Diagnoses why a worker ended.
 *
 * @param status how it ended
 * @param lastOutput the last lines it wrote
 * @param action the last thing that the master did to end it
 * @param oomKillsBefore the number of memory kills when it was forked
 * @param oomKillsAfter the number of memory kills after it ended
 */
record ExitDiagnosis(ExitStatus status, List<String> lastOutput, MasterAction action, long oomKillsBefore,
		long oomKillsAfter) {

	private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

	private static final int EXIT_ON_OUT_OF_MEMORY = 3;

	private static final Pattern CRASH_REPORT = Pattern.compile("^#\\s+(\\S.*hs_err\\S*\\.log)$");

	private static final String ABORT_ON_OUT_OF_MEMORY = "Aborting due to " + OUT_OF_MEMORY;

	ExitCause cause() {
		Optional<Signal> signal = this.status.signal();
		if (signal.isPresent()) {
			return ended(signal.get());
		}
		if (this.status.code() == EXIT_ON_OUT_OF_MEMORY && outOfMemory().isPresent()) {
			return new ExitCause.JavaOutOfMemory(this.status, outOfMemory().get());
		}
		return (this.action instanceof MasterAction.None) ? new ExitCause.Exited(this.status) : endedByMaster();
	}

	private ExitCause ended(Signal signal) {
		return switch (signal) {
			case SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE -> crashed(signal);
			case SIGKILL -> killed();
			default -> (this.action instanceof MasterAction.None) ? new ExitCause.Signalled(signal) : endedByMaster();
		};
	}

	private ExitCause crashed(Signal signal) {
		if (lines().anyMatch((line) -> line.startsWith(ABORT_ON_OUT_OF_MEMORY))) {
			return new ExitCause.JavaOutOfMemory(this.status, outOfMemory().orElse(OUT_OF_MEMORY));
		}
		return new ExitCause.JvmCrash(signal, report().orElse(null));
	}

	private ExitCause killed() {
		if (this.action instanceof MasterAction.Killed kill && kill.signal() == Signal.SIGKILL) {
			return endedByMaster();
		}
		return (this.oomKillsAfter > this.oomKillsBefore) ? new ExitCause.KernelOutOfMemory()
				: new ExitCause.Signalled(Signal.SIGKILL);
	}

	private ExitCause endedByMaster() {
		if (HeapDump.isForOutOfMemory(this.lastOutput)) {
			return new ExitCause.JavaOutOfMemory(this.status, outOfMemory().orElse(OUT_OF_MEMORY));
		}
		if (this.action instanceof MasterAction.Killed kill) {
			return new ExitCause.KilledByMaster(kill.reason(), kill.signal());
		}
		return new ExitCause.Asked(((MasterAction.Asked) this.action).reason());
	}

	private Optional<String> outOfMemory() {
		return lines().filter((line) -> line.contains(OUT_OF_MEMORY))
			.map((line) -> line.substring(line.indexOf(OUT_OF_MEMORY)))
			.reduce((first, last) -> last);
	}

	private Optional<String> report() {
		return lines().map(CRASH_REPORT::matcher).filter(Matcher::matches).map((found) -> found.group(1)).findFirst();
	}

	private Stream<String> lines() {
		return this.lastOutput.stream();
	}

}
