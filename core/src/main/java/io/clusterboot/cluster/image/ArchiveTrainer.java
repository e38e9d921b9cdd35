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
package io.clusterboot.cluster.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.loop.SerialThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a worker record its classes, and makes an archive of them when all workers have
 * been ready for a while, so that it does not slow down workers that start. Events come
 * on the delivery thread, recordings begin on the thread that forks, and archives are
 * made on a thread of its own.
 */
final class ArchiveTrainer implements ClusterListener, Closeable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration WAIT_WORTH_A_LINE = Duration.ofMinutes(1);

	private static final Logger logger = LoggerFactory.getLogger(ArchiveTrainer.class);

	private final ControlLoop loop;

	private final ImageSettings settings;

	private final String searchPath;

	private final ExecutorService thread = SerialThread.named("cluster-images");

	private final ArchiveUse use = new ArchiveUse();

	private final Map<ClassArchive, Recording> recordings = new LinkedHashMap<>();

	private final ArchiveFailures failures = new ArchiveFailures();

	private final StartingWorkers starting = new StartingWorkers();

	/**
	 * The workers whose recordings have what an archive needs.
	 */
	private final Set<Integer> recorded = new HashSet<>();

	private final List<ImageReport.Archive> made = new ArrayList<>();

	private String missingReason = "no worker recorded its classes";

	private ControlLoop.@Nullable Timer timer;

	private @Nullable ArchiveBuild build;

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param loop has the clock
	 * @param settings when an archive is made
	 * @param searchPath the folders of programs, as in {@code PATH}
	 */
	ArchiveTrainer(ControlLoop loop, ImageSettings settings, String searchPath) {
		this.loop = loop;
		this.settings = settings;
		// Nobody else waits for the processors in a preparation
		this.searchPath = settings.preparation() ? "" : searchPath;
	}

	/**
	 * Begin a recording, unless one was begun, or the archive could not be made lately.
	 * @return whether the worker of the recording is the one that records
	 */
	synchronized boolean begin(Recording recording) {
		return !this.closed && !hasFailed(recording.archive())
				&& this.recordings.putIfAbsent(recording.archive(), recording) == null;
	}

	/**
	 * A worker is started with an archive.
	 */
	void uses(int workerId, ClassArchive archive) {
		this.use.started(workerId, archive);
	}

	synchronized boolean hasFailed(ClassArchive archive) {
		return this.failures.has(archive, this.loop.nanoTime());
	}

	/**
	 * Return whether no JVM has refused an archive.
	 */
	synchronized boolean isUsed(ClassArchive archive) {
		return this.failures.isUsed(archive);
	}

	/**
	 * Try again at once what could not be made.
	 */
	synchronized void forgive() {
		this.failures.forgive();
	}

	@Override
	public void onEvent(ClusterEvent event) {
		if (event instanceof ClusterEvent.Forked forked) {
			forked(forked.worker().id());
		}
		else if (event instanceof ClusterEvent.Ready ready) {
			this.use.unused(ready.worker().id(), ready.worker().pid()).ifPresent((archive) -> {
				logger.warn("Worker {} (pid {}) could not use the class-data archive {}; workers start without it",
						ready.worker().id(), ready.worker().pid(), archive);
				notUsed(archive);
			});
			ready(ready.worker().id());
		}
		else if (event instanceof ClusterEvent.Exited exited) {
			this.use.ended(exited.worker().id());
			exited(exited.worker().id());
		}
	}

	private synchronized void forked(int workerId) {
		this.starting.add(workerId);
	}

	private synchronized void ready(int workerId) {
		this.starting.remove(workerId);
		addRecorded(workerId);
		scheduleWhenQuiet();
	}

	private synchronized void exited(int workerId) {
		this.starting.remove(workerId);
		if (this.settings.preparation()) {
			addRecorded(workerId);
		}
		if (!this.recorded.contains(workerId)) {
			// The next worker records from the beginning
			List<Recording> useless = this.recordings.values()
				.stream()
				.filter((recording) -> recording.workerId() == workerId)
				.toList();
			useless.forEach((recording) -> this.recordings.remove(recording.archive()));
			useless.forEach(Recording::delete);
		}
		scheduleWhenQuiet();
	}

	private void addRecorded(int workerId) {
		if (this.recordings.values().stream().anyMatch((recording) -> recording.workerId() == workerId)) {
			this.recorded.add(workerId);
		}
	}

	private synchronized void notUsed(ClassArchive archive) {
		this.failures.notUsed(archive);
		recordReason("the JVM does not use it");
	}

	private synchronized void notMade(ClassArchive archive, String reason) {
		this.failures.notMade(archive, this.loop.nanoTime());
		recordReason(reason);
	}

	private void scheduleWhenQuiet() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		if (!this.closed && !this.recorded.isEmpty()) {
			this.timer = this.starting.isEmpty() ? later(this::buildWhenQuiet)
					: this.loop.schedule(WAIT_WORTH_A_LINE, this::tellWaiting);
		}
	}

	private synchronized void tellWaiting() {
		this.starting.tellThatAnArchiveWaits();
	}

	/**
	 * Run a task on the thread of this, after the delay.
	 */
	ControlLoop.Timer later(Runnable task) {
		return this.loop.schedule(this.settings.delay(), () -> this.thread.execute(task));
	}

	private void buildWhenQuiet() {
		boolean quiet;
		synchronized (this) {
			quiet = this.starting.isEmpty();
		}
		if (quiet) {
			buildAll();
		}
	}

	/**
	 * Make all archives now for which classes were recorded.
	 * @return completes on the thread of this with what was made since the beginning
	 */
	CompletableFuture<List<ImageReport.Archive>> makeNow() {
		return CompletableFuture.supplyAsync(() -> {
			buildAll();
			return made();
		}, this.thread);
	}

	private synchronized List<ImageReport.Archive> made() {
		return List.copyOf(this.made);
	}

	/**
	 * Return why there is no archive.
	 */
	synchronized String missingReason() {
		return this.missingReason;
	}

	synchronized void recordReason(@Nullable String reason) {
		this.missingReason = String.valueOf(reason);
	}

	private void buildAll() {
		for (Recording recording : recordedOnes()) {
			ArchiveBuild next = new ArchiveBuild(recording, this.searchPath);
			if (!start(next)) {
				return;
			}
			make(recording, next);
			finished(recording);
		}
	}

	private synchronized List<Recording> recordedOnes() {
		return this.recordings.values()
			.stream()
			.filter((recording) -> this.recorded.contains(recording.workerId()))
			.toList();
	}

	private synchronized boolean start(ArchiveBuild next) {
		this.build = next;
		return !this.closed;
	}

	private void make(Recording recording, ArchiveBuild next) {
		ClassArchive archive = recording.archive();
		long begin = System.nanoTime();
		try {
			Optional<Path> others = archive.find();
			if (others.isPresent()) {
				logger.info("Another master has made the class-data archive {}; workers that start from now on use it",
						others.get());
				return;
			}
			Optional<Path> file = next.run();
			if (file.isPresent()) {
				add(new ImageReport.Archive(file.get(), Files.size(file.get()),
						Duration.ofNanos(System.nanoTime() - begin)));
			}
		}
		catch (IOException | RuntimeException ex) {
			if (!isClosed()) {
				logger.warn("Workers start without a class-data archive, since it could not be made: {}",
						Reason.of(ex));
				logger.debug("{} could not be made", archive, ex);
				notMade(archive, Reason.of(ex));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void add(ImageReport.Archive archive) {
		this.made.add(archive);
		logger.info("Made the class-data archive {} ({} MB) in {} ms; workers that start from now on use it",
				archive.file(), archive.size() / 1024 / 1024, archive.duration().toMillis());
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized void finished(Recording recording) {
		this.recordings.remove(recording.archive());
		this.recorded.remove(recording.workerId());
		recording.delete();
	}

	/**
	 * End the build that runs, and remove the recordings.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			if (this.timer != null) {
				this.timer.cancel();
			}
			if (this.build != null) {
				this.build.close();
			}
			this.recordings.values().forEach(Recording::delete);
		}
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.debug("The build of an archive has not ended within {}", CLOSE_TIMEOUT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
