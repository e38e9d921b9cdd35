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

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A POSIX signal, with the number it has on Linux. Signals are sent by name, so the
 * numbers matter only where an {@link ExitStatus} is read.
 * <p>
 * May be used from any thread. The JDK can send {@link #SIGTERM} and {@link #SIGKILL}
 * itself, at once, though not to its own process; for everything else a short-lived
 * {@code kill} is started and waited for, which takes some milliseconds.
 */
public enum Signal {

	/** Hang-up: for a master, rolling restart. */
	SIGHUP(1),
	/** Interrupt, what Ctrl-C sends to the whole group. */
	SIGINT(2),
	/** Quit: a JVM prints a thread dump and goes on. */
	SIGQUIT(3),
	/** Illegal instruction. */
	SIGILL(4),
	/** Trace trap. */
	SIGTRAP(5),
	/** Abort: how a JVM ends that crashed. */
	SIGABRT(6),
	/** Bus error. */
	SIGBUS(7),
	/** Arithmetic error. */
	SIGFPE(8),
	/** Kill: cannot be caught. */
	SIGKILL(9),
	/** User-defined. */
	SIGUSR1(10),
	/** Segmentation fault. */
	SIGSEGV(11),
	/** User-defined; in a JVM it belongs to HotSpot. */
	SIGUSR2(12),
	/** Write to a pipe that nobody reads. */
	SIGPIPE(13),
	/** Alarm clock. */
	SIGALRM(14),
	/** Termination: a JVM runs its shutdown hooks. */
	SIGTERM(15),
	/** A child ended or stopped. */
	SIGCHLD(17),
	/** Continue if stopped. */
	SIGCONT(18),
	/** Stop: cannot be caught. */
	SIGSTOP(19),
	/** Stop, from the terminal. */
	SIGTSTP(20),
	/** Background read from the terminal: for a master, one worker more. */
	SIGTTIN(21),
	/** Background write to the terminal: for a master, one worker less. */
	SIGTTOU(22),
	/** Urgent data. */
	SIGURG(23),
	/** Processor time limit. */
	SIGXCPU(24),
	/** File size limit. */
	SIGXFSZ(25),
	/** Virtual alarm clock. */
	SIGVTALRM(26),
	/** Profiling alarm clock. */
	SIGPROF(27),
	/** The window changed its size. */
	SIGWINCH(28),
	/** A descriptor is ready. */
	SIGIO(29),
	/** Bad system call. */
	SIGSYS(31);

	private static final long DEADLINE_SECONDS = 10;

	private final int number;

	Signal(int number) {
		this.number = number;
	}

	/**
	 * Return the number of this signal on Linux.
	 * @return the number
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Return the signal with a number.
	 * @param number the number on Linux
	 * @return the signal, if there is one
	 */
	public static Optional<Signal> of(int number) {
		return Arrays.stream(values()).filter((signal) -> signal.number == number).findFirst();
	}

	/**
	 * Return the signal that a text names.
	 * @param text a name with or without {@code SIG}, in any case, or a number
	 * @return the signal
	 * @throws IllegalArgumentException if there is no such signal
	 */
	public static Signal parse(String text) {
		String name = text.toUpperCase(Locale.ROOT);
		return Arrays.stream(values())
			.filter((signal) -> name.equals(signal.name()) || name.equals(signal.shortName())
					|| name.equals(Integer.toString(signal.number)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"signal: " + text + " (expected: a name such as SIGTERM or TERM, or a number such as 15)"));
	}

	/**
	 * Send this signal.
	 * @param pid the process, which may be this one
	 * @return what became of it
	 * @throws IllegalArgumentException if the pid is not positive
	 */
	public Delivery sendTo(long pid) {
		checkPid(pid);
		if ((this != SIGTERM && this != SIGKILL) || pid == ProcessHandle.current().pid()) {
			return kill(shortName(), pid);
		}
		return ProcessHandle.of(pid).map(this::sendTo).orElse(Delivery.NO_SUCH_PROCESS);
	}

	/**
	 * Send this signal to all processes of a group.
	 * @param group the process group, or 0 for that of this process
	 * @return what became of it
	 * @throws IllegalArgumentException if the number is negative
	 */
	public Delivery sendToGroup(long group) {
		checkGroup(group);
		return kill(shortName(), -group);
	}

	/**
	 * Return whether a process group exists and signals could be sent to it (signal 0).
	 * @param group the process group, or 0 for that of this process
	 * @return what would become of a signal
	 * @throws IllegalArgumentException if the number is negative
	 */
	public static Delivery probeGroup(long group) {
		checkGroup(group);
		return kill("0", -group);
	}

	private static void checkGroup(long group) {
		if (group < 0) {
			throw new IllegalArgumentException("process group: " + group + " (expected: >= 0)");
		}
	}

	/**
	 * Send this signal to a process that is not this one.
	 * @param process the process
	 * @return what became of it
	 */
	Delivery sendTo(ProcessHandle process) {
		if (this != SIGTERM && this != SIGKILL) {
			return process.isAlive() ? kill(shortName(), process.pid()) : Delivery.NO_SUCH_PROCESS;
		}
		boolean sent = (this == SIGKILL) ? process.destroyForcibly() : process.destroy();
		return sent ? Delivery.DELIVERED : Delivery.failedFor(process.isAlive());
	}

	/**
	 * Return whether a process exists and signals could be sent to it (signal 0).
	 * @param pid the process, which may be this one
	 * @return what would become of a signal
	 * @throws IllegalArgumentException if the pid is not positive
	 */
	public static Delivery probe(long pid) {
		checkPid(pid);
		return kill("0", pid);
	}

	private static void checkPid(long pid) {
		if (pid <= 0) {
			throw new IllegalArgumentException("pid: " + pid + " (expected: > 0)");
		}
	}

	private static Delivery kill(String name, long pid) {
		ProcessBuilder kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", name,
				Long.toString(pid))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		Process process;
		try {
			process = kill.start();
			process.getOutputStream().close();
		}
		catch (IOException ex) {
			throw new SpawnException("Could not start kill -s " + name + " " + pid, ex);
		}
		int exitValue = exitValue(process);
		// A signal to the group of this process ends the kill itself
		return (exitValue == 0 || exitValue > 128) ? Delivery.DELIVERED : Delivery.failedFor(exists(Math.abs(pid)));
	}

	private static boolean exists(long pid) {
		return pid != 0 && ProcessHandle.of(pid).isPresent();
	}

	private static int exitValue(Process process) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
						process.destroyForcibly();
						throw new IllegalStateException("kill did not end within " + DEADLINE_SECONDS + "s");
					}
					return process.exitValue();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	String shortName() {
		return name().substring(3);
	}

	/**
	 * What became of a signal.
	 */
	public enum Delivery {

		/**
		 * The process has it, which does not mean that it obeys.
		 */
		DELIVERED,

		/**
		 * There is no such process, or no longer.
		 */
		NO_SUCH_PROCESS,

		/**
		 * The process belongs to somebody else.
		 */
		NOT_PERMITTED;

		static Delivery failedFor(boolean alive) {
			return alive ? NOT_PERMITTED : NO_SUCH_PROCESS;
		}

	}

}
