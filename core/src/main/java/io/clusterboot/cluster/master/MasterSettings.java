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

import java.nio.file.Path;
import java.time.Duration;

import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.image.ImageSettings;

/**
 * The settings of the supervision. An instance is immutable, and may be used from any
 * thread.
 *
 * @param workers the number of slots, at least 1
 * @param startupTimeout how long a worker may take from the fork until it listens, and
 * one that replaces another until it is ready
 * @param drainTimeout how long a worker may take to drain and end
 * @param liveness when a worker counts as hanging
 * @param respawn when a worker that died is replaced, and when the cluster gives up
 * @param rolling how workers are replaced by a rolling restart
 * @param recycle the limits after which a worker is replaced though it works
 * @param threadDumps the directory for the thread dumps of workers that hang
 * @param messageMaxSize the largest message in bytes, in either direction
 * @param scheduling how connections reach the workers
 * @param forkParallelism how many workers of new slots may start at the same time
 * @param image the images that workers run from
 * @param preDrainDelay how long a cluster that is asked to stop serves on, out of service
 * for balancers
 */
public record MasterSettings(int workers, Duration startupTimeout, Duration drainTimeout, LivenessSettings liveness,
		RespawnSettings respawn, RollingSettings rolling, RecycleSettings recycle, Path threadDumps, int messageMaxSize,
		SchedulingSettings scheduling, ForkParallelism forkParallelism, ImageSettings image, Duration preDrainDelay) {

	/**
	 * How long a worker may take to listen, if nothing else is configured.
	 */
	public static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(60);

	/**
	 * How long a worker may take to drain and end, if nothing else is configured.
	 */
	public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * The largest message in bytes, if nothing else is configured.
	 */
	public static final int DEFAULT_MESSAGE_MAX_SIZE = 16 * 1024 * 1024;

	/**
	 * Time that a worker has to end beyond the drain timeout.
	 */
	static final Duration DRAIN_MARGIN = Duration.ofSeconds(2);

	/**
	 * How long a worker may take to end after SIGTERM before its threads are dumped and
	 * SIGKILL follows.
	 */
	static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Longest wait for a thread dump.
	 */
	static final Duration EXAMINATION_TIMEOUT = Duration.ofSeconds(3);

	/**
	 * How long a worker may take to end after SIGKILL before that is reported.
	 */
	static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Longest wait for the end of the channel after the end of the process.
	 */
	static final Duration END_OF_CHANNEL_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Return the default settings.
	 * @param workers the number of slots, at least 1
	 * @return the settings
	 */
	public static MasterSettings of(int workers) {
		return new MasterSettings(workers, DEFAULT_STARTUP_TIMEOUT, DEFAULT_DRAIN_TIMEOUT, LivenessSettings.DEFAULTS,
				RespawnSettings.DEFAULTS, RollingSettings.DEFAULTS, RecycleSettings.NEVER, Path.of(""),
				DEFAULT_MESSAGE_MAX_SIZE, SchedulingSettings.DEFAULTS, ForkParallelism.UNLIMITED, ImageSettings.NONE,
				Duration.ZERO);
	}

	/**
	 * Return these settings with other time limits.
	 * @param startupTimeout how long a worker may take until it listens
	 * @param drainTimeout how long a worker may take to drain and end
	 * @param livenessTimeout how long a worker may make no progress
	 * @return the new settings
	 */
	public MasterSettings withTimeouts(Duration startupTimeout, Duration drainTimeout, Duration livenessTimeout) {
		return new MasterSettings(this.workers, startupTimeout, drainTimeout,
				new LivenessSettings(livenessTimeout, this.liveness.threadPool()), this.respawn, this.rolling,
				this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling, this.forkParallelism, this.image,
				this.preDrainDelay);
	}

	/**
	 * Return these settings with another rule for hangs.
	 * @param liveness when a worker counts as hanging
	 * @return the new settings
	 */
	public MasterSettings withLiveness(LivenessSettings liveness) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling,
				this.forkParallelism, this.image, this.preDrainDelay);
	}

	/**
	 * Return these settings with other rules for the replacement of workers.
	 * @param respawn the rules for workers that died
	 * @param rolling the rules for rolling restarts
	 * @param recycle the limits after which a worker is replaced
	 * @return the new settings
	 */
	public MasterSettings withReplacement(RespawnSettings respawn, RollingSettings rolling, RecycleSettings recycle) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, respawn, rolling,
				recycle, this.threadDumps, this.messageMaxSize, this.scheduling, this.forkParallelism, this.image,
				this.preDrainDelay);
	}

	/**
	 * Return these settings with another directory for thread dumps.
	 * @param directory the directory
	 * @return the new settings
	 */
	public MasterSettings withThreadDumps(Path directory) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, directory, this.messageMaxSize, this.scheduling, this.forkParallelism,
				this.image, this.preDrainDelay);
	}

	/**
	 * Return these settings with another limit for messages.
	 * @param bytes the largest message in bytes
	 * @return the new settings
	 */
	public MasterSettings withMessageMaxSize(int bytes) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, bytes, this.scheduling, this.forkParallelism, this.image,
				this.preDrainDelay);
	}

	/**
	 * Return these settings with another way for connections to reach the workers.
	 * @param scheduling the way
	 * @return the new settings
	 */
	public MasterSettings withScheduling(SchedulingSettings scheduling) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, scheduling, this.forkParallelism,
				this.image, this.preDrainDelay);
	}

	/**
	 * Return these settings with another number of workers that start at the same time.
	 * @param forkParallelism how many workers of new slots may start at the same time
	 * @return the new settings
	 */
	public MasterSettings withForkParallelism(ForkParallelism forkParallelism) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling, forkParallelism,
				this.image, this.preDrainDelay);
	}

	/**
	 * Return these settings with another number of slots.
	 * @param workers the number of slots, at least 1
	 * @return the new settings
	 */
	public MasterSettings withWorkers(int workers) {
		return new MasterSettings(workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling,
				this.forkParallelism, this.image, this.preDrainDelay);
	}

	/**
	 * Return these settings with other images.
	 * @param image the images that workers run from
	 * @return the new settings
	 */
	public MasterSettings withImage(ImageSettings image) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling,
				this.forkParallelism, image, this.preDrainDelay);
	}

	/**
	 * Return these settings with another delay of a stop.
	 * @param delay how long a cluster that is asked to stop serves on
	 * @return the new settings
	 */
	public MasterSettings withPreDrainDelay(Duration delay) {
		return new MasterSettings(this.workers, this.startupTimeout, this.drainTimeout, this.liveness, this.respawn,
				this.rolling, this.recycle, this.threadDumps, this.messageMaxSize, this.scheduling,
				this.forkParallelism, this.image, delay);
	}

	Duration of(WorkerDeadline deadline) {
		return switch (deadline) {
			case STARTUP -> this.startupTimeout;
			case DRAIN -> this.drainTimeout.plus(DRAIN_MARGIN);
			case TERMINATION -> TERMINATION_TIMEOUT;
			case EXAMINATION -> EXAMINATION_TIMEOUT;
			case KILL -> KILL_TIMEOUT;
			case END_OF_CHANNEL -> END_OF_CHANNEL_TIMEOUT;
		};
	}

}
