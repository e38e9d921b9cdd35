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

package io.clusterboot.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that this process ignores because it was started so, by {@code nohup} or as
 * the background job of a script. A child would inherit that; it gets the default actions
 * instead, like a child of Node. Only {@code env} can restore them, a shell cannot.
 */
final class IgnoredSignals {

	private static final Logger logger = LoggerFactory.getLogger(IgnoredSignals.class);

	private static final String ENV = "/usr/bin/env";

	private static final String OPTION = "--default-signal=";

	private static final long DEADLINE_SECONDS = 10;

	private IgnoredSignals() {
	}

	/**
	 * Return the words before a command that restore the default actions.
	 * @param wanted signals that the command has to ignore
	 * @return the words; none if no signal is ignored, or {@code env} cannot restore it
	 */
	static List<String> launcher(Set<Signal> wanted) {
		Set<Signal> ignored = EnumSet.noneOf(Signal.class);
		ignored.addAll(ofThisProcess());
		ignored.removeAll(wanted);
		if (ignored.isEmpty() || !Env.RESTORES_SIGNALS) {
			return List.of();
		}
		return List.of(ENV, ignored.stream().map(Signal::shortName).collect(Collectors.joining(",", OPTION, "")));
	}

	private static Set<Signal> ofThisProcess() {
		try {
			return parse(Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return Set.of();
		}
	}

	/**
	 * Read the signals from a status of the kernel, which has a bit for each.
	 */
	static Set<Signal> parse(String status) {
		long mask = status.lines()
			.filter((line) -> line.matches("SigIgn:\\s*[0-9a-f]{1,16}"))
			.mapToLong((line) -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).trim(), 16))
			.findFirst()
			.orElse(0);
		Set<Signal> ignored = EnumSet.allOf(Signal.class);
		ignored.removeIf((signal) -> (mask & (1L << (signal.number() - 1))) == 0);
		return ignored;
	}

	/**
	 * Return whether {@code env} of this system has the option, which coreutils have
	 * since 8.31.
	 */
	private static final class Env {

		private static final boolean RESTORES_SIGNALS = restoresSignals();

		private static boolean restoresSignals() {
			if (new File(ENV).canExecute() && succeeds(new ProcessBuilder(ENV, OPTION + "HUP", "true"))) {
				return true;
			}
			logger.warn("{} has no {}: children ignore the signals that this process ignores", ENV, OPTION);
			return false;
		}

		private static boolean succeeds(ProcessBuilder command) {
			try {
				Process process = command.redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD)
					.start();
				return process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
			}
			catch (IOException ex) {
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
