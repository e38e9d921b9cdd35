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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Notices when this process loses its controlling terminal, because the terminal was
 * closed or the shell that owned it ended. Whether it has one is a number in its status
 * that the kernel clears. May be used from any thread.
 */
final class TerminalLoss {

	/**
	 * Time in which the SIGHUP of a terminal that was closed arrives. A later one was
	 * sent by somebody, as to a job that a shell has disowned.
	 */
	static final Duration HANG_UP_TIME = Duration.ofSeconds(5);

	private static final Path STATUS = Path.of("/proc/self/stat");

	/**
	 * The index of {@code tty_nr} after the name of the process, which may contain any
	 * character.
	 */
	private static final int TERMINAL_FIELD = 4;

	private final BooleanSupplier terminal;

	private final LongSupplier nanoTime;

	private Phase phase;

	private long lostAt;

	private TerminalLoss(BooleanSupplier terminal, LongSupplier nanoTime) {
		this.terminal = terminal;
		this.nanoTime = nanoTime;
		this.phase = terminal.getAsBoolean() ? Phase.PRESENT : Phase.NONE;
	}

	static TerminalLoss ofThisProcess() {
		return of(TerminalLoss::hasTerminal, System::nanoTime);
	}

	static TerminalLoss of(BooleanSupplier terminal, LongSupplier nanoTime) {
		return new TerminalLoss(terminal, nanoTime);
	}

	/**
	 * Look again.
	 * @return whether the terminal is still there
	 */
	synchronized boolean isTerminalPresent() {
		if (this.phase == Phase.PRESENT && !this.terminal.getAsBoolean()) {
			this.phase = Phase.LOST;
			this.lostAt = this.nanoTime.getAsLong();
		}
		return this.phase == Phase.PRESENT;
	}

	/**
	 * Return whether a SIGHUP that arrives now is the terminal's.
	 */
	synchronized boolean explainsHangUp() {
		return !isTerminalPresent() && this.phase == Phase.LOST
				&& this.nanoTime.getAsLong() - this.lostAt < HANG_UP_TIME.toNanos();
	}

	private static boolean hasTerminal() {
		try {
			return hasTerminal(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return false;
		}
	}

	static boolean hasTerminal(String status) {
		String[] fields = status.substring(status.lastIndexOf(')') + 1).trim().split(" ");
		return fields.length > TERMINAL_FIELD && !fields[TERMINAL_FIELD].equals("0");
	}

	private enum Phase {

		NONE, PRESENT, LOST

	}

}
