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

package io.clusterboot.spring.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a cluster. {@link ClusterSettings} holds what they resolve to.
 */
@ConfigurationProperties("cluster")
public class ClusterProperties {

	/**
	 * Number of worker processes, or "auto" for one per available processor, bounded by
	 * memory. When unset or 0, the application runs standalone.
	 */
	private @Nullable String workers;

	/**
	 * How connections reach the workers.
	 */
	private SchedulingPolicy schedulingPolicy = SchedulingPolicy.SHARED;

	/**
	 * Number of open connections from which on the cluster accepts no more. Unlimited
	 * when unset.
	 */
	private @Nullable Long maxConnections;

	/**
	 * Time a worker may take from its fork until it listens.
	 */
	private Duration startupTimeout = Duration.ofSeconds(60);

	/**
	 * Time a worker may take to finish what is in flight when it is asked to end.
	 * Defaults to "spring.lifecycle.timeout-per-shutdown-phase".
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * Time in which a worker that drains still serves a request on an idle connection.
	 */
	private Duration drainGrace = Duration.ofSeconds(2);

	/**
	 * Time a worker, or one of its event loops, may make no progress before it is ended
	 * and replaced.
	 */
	private Duration livenessTimeout = Duration.ofSeconds(30);

	/**
	 * Directory for the thread dumps of workers that hang. Defaults to the master's
	 * working directory.
	 */
	private Path threadDumpDirectory = Path.of("");

	/**
	 * Largest message, in either direction, between master and worker.
	 */
	private DataSize messageMaxSize = DataSize.ofMegabytes(16);

	@NestedConfigurationProperty
	private final Worker worker = new Worker();

	@NestedConfigurationProperty
	private final Respawn respawn = new Respawn();

	@NestedConfigurationProperty
	private final Rolling rolling = new Rolling();

	@NestedConfigurationProperty
	private final Recycle recycle = new Recycle();

	public @Nullable String getWorkers() {
		return this.workers;
	}

	public void setWorkers(@Nullable String workers) {
		this.workers = workers;
	}

	public SchedulingPolicy getSchedulingPolicy() {
		return this.schedulingPolicy;
	}

	public void setSchedulingPolicy(SchedulingPolicy schedulingPolicy) {
		this.schedulingPolicy = schedulingPolicy;
	}

	public @Nullable Long getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Long maxConnections) {
		this.maxConnections = maxConnections;
	}

	public Duration getStartupTimeout() {
		return this.startupTimeout;
	}

	public void setStartupTimeout(Duration startupTimeout) {
		this.startupTimeout = startupTimeout;
	}

	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public Duration getDrainGrace() {
		return this.drainGrace;
	}

	public void setDrainGrace(Duration drainGrace) {
		this.drainGrace = drainGrace;
	}

	public Duration getLivenessTimeout() {
		return this.livenessTimeout;
	}

	public void setLivenessTimeout(Duration livenessTimeout) {
		this.livenessTimeout = livenessTimeout;
	}

	public Path getThreadDumpDirectory() {
		return this.threadDumpDirectory;
	}

	public void setThreadDumpDirectory(Path threadDumpDirectory) {
		this.threadDumpDirectory = threadDumpDirectory;
	}

	public DataSize getMessageMaxSize() {
		return this.messageMaxSize;
	}

	public void setMessageMaxSize(DataSize messageMaxSize) {
		this.messageMaxSize = messageMaxSize;
	}

	public Worker getWorker() {
		return this.worker;
	}

	public Respawn getRespawn() {
		return this.respawn;
	}

	public Rolling getRolling() {
		return this.rolling;
	}

	public Recycle getRecycle() {
		return this.recycle;
	}

	/**
	 * How a worker process is started. Whatever is not set is as in the master.
	 */
	public static class Worker {

		/**
		 * Path of the java executable. Defaults to the master's.
		 */
		private @Nullable Path java;

		/**
		 * JVM options added after the master's own.
		 */
		private List<String> jvmArgs = new ArrayList<>();

		/**
		 * Environment variables added to the master's own.
		 */
		private Map<String, String> environment = new LinkedHashMap<>();

		/**
		 * Application arguments in place of the master's own.
		 */
		private @Nullable List<String> arguments;

		/**
		 * Fully qualified main class. Defaults to what the master was started with.
		 */
		private @Nullable String mainClass;

		/**
		 * Working directory. Defaults to the master's.
		 */
		private @Nullable Path workingDirectory;

		/**
		 * Number of processors a worker reckons with, and of its event loops (at least
		 * 2), or "auto" for an equal share, at least 1. Ignored when the JVM options
		 * already set it.
		 */
		private String cpus = "auto";

		/**
		 * Maximum heap of a worker, or "auto" for an equal share of the heap one JVM
		 * would take. Ignored when the JVM options already set it.
		 */
		private String maxHeap = "auto";

		/**
		 * Number of open connections from which on a worker gets no more. Unlimited when
		 * unset.
		 */
		private @Nullable Long maxConnections;

		/**
		 * Program and arguments that workers run in place of the application, such as
		 * "node, server.js". It has to speak the cluster protocol of Node.
		 */
		private List<String> command = new ArrayList<>();

		/**
		 * What is different in some slots, by their number, from 0.
		 */
		private final Map<Integer, WorkerSlot> slots = new LinkedHashMap<>();

		public @Nullable Path getJava() {
			return this.java;
		}

		public void setJava(@Nullable Path java) {
			this.java = java;
		}

		public List<String> getJvmArgs() {
			return this.jvmArgs;
		}

		public void setJvmArgs(List<String> jvmArgs) {
			this.jvmArgs = jvmArgs;
		}

		public Map<String, String> getEnvironment() {
			return this.environment;
		}

		public void setEnvironment(Map<String, String> environment) {
			this.environment = environment;
		}

		public @Nullable List<String> getArguments() {
			return this.arguments;
		}

		public void setArguments(@Nullable List<String> arguments) {
			this.arguments = arguments;
		}

		public @Nullable String getMainClass() {
			return this.mainClass;
		}

		public void setMainClass(@Nullable String mainClass) {
			this.mainClass = mainClass;
		}

		public @Nullable Path getWorkingDirectory() {
			return this.workingDirectory;
		}

		public void setWorkingDirectory(@Nullable Path workingDirectory) {
			this.workingDirectory = workingDirectory;
		}

		public String getCpus() {
			return this.cpus;
		}

		public void setCpus(String cpus) {
			this.cpus = cpus;
		}

		public String getMaxHeap() {
			return this.maxHeap;
		}

		public void setMaxHeap(String maxHeap) {
			this.maxHeap = maxHeap;
		}

		public @Nullable Long getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(@Nullable Long maxConnections) {
			this.maxConnections = maxConnections;
		}

		public List<String> getCommand() {
			return this.command;
		}

		public void setCommand(List<String> command) {
			this.command = command;
		}

		public Map<Integer, WorkerSlot> getSlots() {
			return this.slots;
		}

	}

	/**
	 * What is different in one slot.
	 */
	public static class WorkerSlot {

		/**
		 * Program and arguments that the workers of this slot run in place of what the
		 * others do.
		 */
		private List<String> command = new ArrayList<>();

		public List<String> getCommand() {
			return this.command;
		}

		public void setCommand(List<String> command) {
			this.command = command;
		}

	}

	/**
	 * How a slot is filled again after its worker died.
	 */
	public static class Respawn {

		/**
		 * Pause before a dead worker is replaced. It doubles with each further death, and
		 * starts over after a worker that was up for 30 seconds.
		 */
		private Duration initialDelay = Duration.ofMillis(100);

		/**
		 * Longest pause before a dead worker is replaced.
		 */
		private Duration maxDelay = Duration.ofSeconds(15);

		/**
		 * Number of workers that may fail within the period. One more ends the cluster.
		 * Workers that somebody kills from outside don't count.
		 */
		private int maxFailures = 5;

		/**
		 * Period in which failures are counted.
		 */
		private Duration period = Duration.ofSeconds(60);

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			this.initialDelay = initialDelay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public int getMaxFailures() {
			return this.maxFailures;
		}

		public void setMaxFailures(int maxFailures) {
			this.maxFailures = maxFailures;
		}

		public Duration getPeriod() {
			return this.period;
		}

		public void setPeriod(Duration period) {
			this.period = period;
		}

	}

	/**
	 * How workers are replaced that did not die.
	 */
	public static class Rolling {

		/**
		 * Number of workers there may be beyond the usual while others are replaced.
		 */
		private int maxSurge = 1;

		/**
		 * Time the first new worker of a rolling restart is watched before others follow.
		 */
		private Duration canaryTime = Duration.ofSeconds(5);

		public int getMaxSurge() {
			return this.maxSurge;
		}

		public void setMaxSurge(int maxSurge) {
			this.maxSurge = maxSurge;
		}

		public Duration getCanaryTime() {
			return this.canaryTime;
		}

		public void setCanaryTime(Duration canaryTime) {
			this.canaryTime = canaryTime;
		}

	}

	/**
	 * When a worker is replaced because it has served long enough.
	 */
	public static class Recycle {

		/**
		 * Number of requests after which a worker is replaced. Unlimited when unset.
		 */
		private @Nullable Long maxRequests;

		/**
		 * Time after which a worker is replaced. Unlimited when unset.
		 */
		private @Nullable Duration maxLifetime;

		/**
		 * Resident memory above which a worker is replaced. Unlimited when unset.
		 */
		private @Nullable DataSize maxMemory;

		/**
		 * Share by which the limits are exceeded at most, by slot and by chance, so that
		 * workers of one age are not replaced together.
		 */
		private double jitter = 0.1;

		public @Nullable Long getMaxRequests() {
			return this.maxRequests;
		}

		public void setMaxRequests(@Nullable Long maxRequests) {
			this.maxRequests = maxRequests;
		}

		public @Nullable Duration getMaxLifetime() {
			return this.maxLifetime;
		}

		public void setMaxLifetime(@Nullable Duration maxLifetime) {
			this.maxLifetime = maxLifetime;
		}

		public @Nullable DataSize getMaxMemory() {
			return this.maxMemory;
		}

		public void setMaxMemory(@Nullable DataSize maxMemory) {
			this.maxMemory = maxMemory;
		}

		public double getJitter() {
			return this.jitter;
		}

		public void setJitter(double jitter) {
			this.jitter = jitter;
		}

	}

}
