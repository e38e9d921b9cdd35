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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaps zombies in a container where the JVM is PID 1: a process whose parent has ended
 * becomes a child of PID 1, and stays a zombie until its exit status is read.
 * <p>
 * The exit status of children that the JDK started belongs to the JDK, which reads it as
 * soon as they end; so only a process that is a zombie at two polls in a row is reaped.
 * Polls every few seconds on the given scheduler until it is closed. It owns its task
 * there, and nothing else.
 * <p>
 * It needs JDK 22 or later, or {@code --add-opens java.base/java.lang=ALL-UNNAMED}
 * ({@code Add-Opens: java.base/java.lang} in the manifest of an executable jar).
 * Otherwise the first zombie is reported, with what to do.
 */
public final class ZombieReaper implements Closeable {

	private static final Future<?> NEVER = CompletableFuture.completedFuture(null);

	private static final Logger logger = LoggerFactory.getLogger(ZombieReaper.class);

	private static final Path PROCESSES = Path.of("/proc");

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final long self = ProcessHandle.current().pid();

	private final Supplier<Optional<WaitPid>> systemCall;

	private final LongPredicate ownChild;

	private final LongConsumer onReaped;

	private final Set<Long> seen = new HashSet<>();

	private Future<?> looks = NEVER;

	private Optional<WaitPid> found = Optional.empty();

	private boolean searched;

	private ZombieReaper(Supplier<Optional<WaitPid>> systemCall, LongPredicate ownChild, LongConsumer onReaped) {
		this.systemCall = systemCall;
		this.ownChild = ownChild;
		this.onReaped = onReaped;
	}

	/**
	 * Start to reap zombies, if this process is PID 1.
	 * @param scheduler runs the polls, which block briefly
	 * @param ownChild returns whether the exit of a process is waited for, so that it
	 * must not be reaped; called on a thread of the scheduler
	 * @return stops it when closed; without effect if this is not PID 1
	 */
	public static ZombieReaper start(ScheduledExecutorService scheduler, LongPredicate ownChild) {
		LongConsumer onReaped = (pid) -> logger.debug("Reaped process {}, whose parent had ended", pid);
		return (ProcessHandle.current().pid() == 1) ? start(scheduler, INTERVAL, WaitPid::find, ownChild, onReaped)
				: new ZombieReaper(WaitPid::find, ownChild, onReaped);
	}

	static ZombieReaper start(ScheduledExecutorService scheduler, Duration interval,
			Supplier<Optional<WaitPid>> systemCall, LongPredicate ownChild, LongConsumer onReaped) {
		ZombieReaper reaper = new ZombieReaper(systemCall, ownChild, onReaped);
		reaper.looks = scheduler.scheduleWithFixedDelay(reaper::look, interval.toNanos(), interval.toNanos(),
				TimeUnit.NANOSECONDS);
		return reaper;
	}

	/**
	 * Stop. A poll that is under way is finished.
	 */
	@Override
	public void close() {
		this.looks.cancel(false);
	}

	private void look() {
		Set<Long> zombies = new HashSet<>();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
			for (Path process : processes) {
				long pid = Long.parseLong(process.getFileName().toString());
				if (isForeignZombie(pid)) {
					zombies.add(pid);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("No process is listed", ex);
		}
		zombies.stream().filter(this.seen::contains).forEach(this::reap);
		this.seen.clear();
		this.seen.addAll(zombies);
	}

	private boolean isForeignZombie(long pid) {
		return !this.ownChild.test(pid) && ProcessStatus.of(pid)
			.filter((status) -> status.run() == ProcessStatus.Run.ENDED && status.parent() == this.self)
			.isPresent();
	}

	private void reap(long pid) {
		if (!this.searched) {
			this.searched = true;
			this.found = this.systemCall.get();
			if (this.found.isEmpty()) {
				logger.warn("Process {} has ended and stays a zombie, as will others, since this JVM is PID 1: start "
						+ "the container with an init (docker run --init), or the JVM with --add-opens "
						+ "java.base/java.lang=ALL-UNNAMED, or use JDK 22 or later", pid);
			}
		}
		this.found.ifPresent((call) -> reap(call, pid));
	}

	private void reap(WaitPid call, long pid) {
		try {
			call.reap(pid);
			this.onReaped.accept(pid);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Process {} stays a zombie", pid, ex);
		}
	}

}
