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

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A POSIX signal, with the number it has on Linux. Signals are sent by name, so the
 * numbers matter only where an {@link ExitStatus} is read.
 * <p>
 * May be used from any thread. The JDK can send {@link #SIGTERM} and {@link #SIGKILL}
 * itself by a system call, though not to its own process; any other signal starts a
 * short-lived {@code kill} and waits for it, which takes some milliseconds, and up to 10
 * s on a system that is out of resources. {@link ChildProcess#killAsync} does that on
 * another thread.
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
	/** Abort: how a crashed JVM ends. */
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
	/** User-defined; reserved by HotSpot in a JVM. */
	SIGUSR2(12),
	/** Write to a pipe without a reader. */
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
	/** Background read from the terminal: for a master, add a worker. */
	SIGTTIN(21),
	/** Background write to the terminal: for a master, remove a worker. */
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
	 * @return the result
	 * @throws IllegalArgumentException if the pid is not positive
	 */
	public Delivery sendTo(long pid) {
		checkPid(pid);
		if (!isSentByTheJdk() || pid == ProcessHandle.current().pid()) {
			return ShellKill.INSTANCE.send(shortName(), pid);
		}
		return ProcessHandle.of(pid)
			.map((process) -> sendTo(process, ShellKill.INSTANCE))
			.orElse(Delivery.NO_SUCH_PROCESS);
	}

	/**
	 * Send this signal to all processes of a group.
	 * @param group the process group, or 0 for that of this process
	 * @return the result
	 * @throws IllegalArgumentException if the number is negative
	 */
	public Delivery sendToGroup(long group) {
		checkGroup(group);
		return ShellKill.INSTANCE.send(shortName(), -group);
	}

	/**
	 * Return whether a process group exists and signals could be sent to it (signal 0).
	 * @param group the process group, or 0 for that of this process
	 * @return the result that a signal would have
	 * @throws IllegalArgumentException if the number is negative
	 */
	public static Delivery probeGroup(long group) {
		checkGroup(group);
		return ShellKill.INSTANCE.send("0", -group);
	}

	private static void checkGroup(long group) {
		if (group < 0) {
			throw new IllegalArgumentException("process group: " + group + " (expected: >= 0)");
		}
	}

	/**
	 * Send this signal to a process that is not this one. Blocks unless
	 * {@link #isSentByTheJdk()}.
	 */
	Delivery sendTo(ProcessHandle process, KillCommand command) {
		if (!isSentByTheJdk()) {
			return process.isAlive() ? command.send(shortName(), process.pid()) : Delivery.NO_SUCH_PROCESS;
		}
		boolean sent = (this == SIGKILL) ? process.destroyForcibly() : process.destroy();
		return sent ? Delivery.DELIVERED : Delivery.failedFor(process.isAlive());
	}

	/**
	 * Return whether the JDK sends this signal by a system call, without a process.
	 */
	boolean isSentByTheJdk() {
		return this == SIGTERM || this == SIGKILL;
	}

	/**
	 * Return whether a process exists and signals could be sent to it (signal 0).
	 * @param pid the process, which may be this one
	 * @return the result that a signal would have
	 * @throws IllegalArgumentException if the pid is not positive
	 */
	public static Delivery probe(long pid) {
		checkPid(pid);
		return ShellKill.INSTANCE.send("0", pid);
	}

	private static void checkPid(long pid) {
		if (pid <= 0) {
			throw new IllegalArgumentException("pid: " + pid + " (expected: > 0)");
		}
	}

	String shortName() {
		return name().substring(3);
	}

	/**
	 * The result of sending a signal.
	 */
	public enum Delivery {

		/**
		 * The process got the signal, which it may ignore.
		 */
		DELIVERED,

		/**
		 * The process does not exist, or has ended.
		 */
		NO_SUCH_PROCESS,

		/**
		 * The process belongs to another user.
		 */
		NOT_PERMITTED;

		static Delivery failedFor(boolean alive) {
			return alive ? NOT_PERMITTED : NO_SUCH_PROCESS;
		}

	}

}
