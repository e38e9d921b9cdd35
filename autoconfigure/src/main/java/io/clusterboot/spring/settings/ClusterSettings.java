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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.master.RecycleSettings;
import io.clusterboot.cluster.master.RespawnSettings;
import io.clusterboot.cluster.master.RollingSettings;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * What the properties resolve to on this machine, for this process: checked, with every
 * default worked out. Only a master has it.
 *
 * @param master how to supervise
 * @param launch how to start a worker
 */
public record ClusterSettings(MasterSettings master, WorkerLaunch launch) {

	private static final long MIN_HEAP = 64L * 1024 * 1024;

	private static final String ON_OUT_OF_MEMORY = "OnOutOfMemoryError";

	private static final String NATIVE_ACCESS = "--enable-native-access";

	/**
	 * The first Java that warns when native libraries are used without being allowed to.
	 */
	private static final int WARNS_OF_NATIVE_ACCESS = 24;

	private static final Duration MIN_LIVENESS_TIMEOUT = Duration.ofSeconds(1);

	private static final DataSize MIN_MEMORY = DataSize.ofMegabytes(64);

	private static final int MEBI = 1024 * 1024;

	/**
	 * Reactor Netty would start four at least, whatever the number of processors, and a
	 * connection would go from one thread to another though nothing is won by it.
	 */
	private static final String EVENT_LOOPS = "-Dreactor.netty.ioWorkerCount=";

	/**
	 * With one, a handler that takes its time would hold all connections of the worker.
	 */
	private static final int MIN_EVENT_LOOPS = 2;

	/**
	 * Work out the settings.
	 * @param workers the number of workers, at least 1
	 * @param properties what the user set
	 * @param shutdownTimeout the default drain timeout
	 * @param command the command line of this process
	 * @param environment the environment of this process, without the cluster's variables
	 * @param classLoader the application's class loader
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if a value can't be used
	 */
	public static ClusterSettings resolve(int workers, ClusterProperties properties, Duration shutdownTimeout,
			JavaCommand command, Map<String, String> environment, ClassLoader classLoader) {
		Duration drainTimeout = (properties.getDrainTimeout() != null) ? properties.getDrainTimeout() : shutdownTimeout;
		atLeast("cluster.drain-grace", properties.getDrainGrace(), Duration.ZERO, "0");
		MasterSettings master = new MasterSettings(workers,
				positive("cluster.startup-timeout", properties.getStartupTimeout()),
				positive("cluster.drain-timeout", drainTimeout),
				atLeast("cluster.liveness-timeout", properties.getLivenessTimeout(), MIN_LIVENESS_TIMEOUT, "1s"),
				respawn(properties.getRespawn()), rolling(properties.getRolling()), recycle(properties.getRecycle()),
				properties.getThreadDumpDirectory().toAbsolutePath(), messageMaxSize(properties.getMessageMaxSize()),
				scheduling(properties));
		return new ClusterSettings(master, launch(workers, properties.getWorker(), command, environment, classLoader));
	}

	private static SchedulingSettings scheduling(ClusterProperties properties) {
		return SchedulingSettings.of(properties.getSchedulingPolicy())
			.withLimits(limit("cluster.worker.max-connections", properties.getWorker().getMaxConnections()),
					limit("cluster.max-connections", properties.getMaxConnections()));
	}

	private static long limit(String key, @Nullable Long value) {
		return (value != null) ? atLeast(key, value, 1) : SchedulingSettings.UNLIMITED;
	}

	private static RespawnSettings respawn(ClusterProperties.Respawn properties) {
		return new RespawnSettings(positive("cluster.respawn.initial-delay", properties.getInitialDelay()),
				atLeast("cluster.respawn.max-delay", properties.getMaxDelay(), properties.getInitialDelay(),
						"cluster.respawn.initial-delay"),
				(int) atLeast("cluster.respawn.max-failures", properties.getMaxFailures(), 0),
				positive("cluster.respawn.period", properties.getPeriod()));
	}

	private static RollingSettings rolling(ClusterProperties.Rolling properties) {
		return new RollingSettings((int) atLeast("cluster.rolling.max-surge", properties.getMaxSurge(), 1),
				atLeast("cluster.rolling.canary-time", properties.getCanaryTime(), Duration.ZERO, "0"));
	}

	private static RecycleSettings recycle(ClusterProperties.Recycle properties) {
		double jitter = properties.getJitter();
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new InvalidConfigurationPropertyValueException("cluster.recycle.jitter", jitter,
					"Expected a share from 0 to 1.");
		}
		Long requests = properties.getMaxRequests();
		Duration lifetime = properties.getMaxLifetime();
		DataSize memory = properties.getMaxMemory();
		return new RecycleSettings(
				(requests != null) ? atLeast("cluster.recycle.max-requests", requests, 1) : RecycleSettings.UNLIMITED,
				(lifetime != null) ? positive("cluster.recycle.max-lifetime", lifetime)
						: RecycleSettings.UNLIMITED_LIFETIME,
				(memory != null) ? memory(memory) : RecycleSettings.UNLIMITED, jitter);
	}

	private static long memory(DataSize size) {
		if (size.compareTo(MIN_MEMORY) < 0) {
			throw new InvalidConfigurationPropertyValueException("cluster.recycle.max-memory", size,
					"Expected a size of at least 64MB, such as 1GB.");
		}
		return size.toBytes();
	}

	private static long atLeast(String key, long value, long least) {
		if (value < least) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Expected a number of at least %d.".formatted(least));
		}
		return value;
	}

	private static WorkerLaunch launch(int workers, ClusterProperties.Worker properties, JavaCommand command,
			Map<String, String> environment, ClassLoader classLoader) {
		Map<String, String> workerEnvironment = new LinkedHashMap<>(environment);
		workerEnvironment.putAll(properties.getEnvironment());
		JavaCommand workerCommand = (properties.getWorkingDirectory() != null)
				? command.inDirectory(CurrentProcess.get().cwd()) : command;
		if (properties.getJava() != null) {
			workerCommand = workerCommand.withJava(executable(properties.getJava()));
		}
		if (properties.getMainClass() != null) {
			workerCommand = workerCommand.withMainClass(present(properties.getMainClass(), classLoader));
		}
		if (properties.getArguments() != null) {
			workerCommand = workerCommand.withArguments(properties.getArguments());
		}
		workerCommand = workerCommand.appendVmOptions(properties.getJvmArgs());
		workerCommand = workerCommand.prependVmOptions(share(workers, properties, workerCommand, workerEnvironment));
		WorkerLaunch launch = new WorkerLaunch(workerCommand, workerEnvironment,
				directory(properties.getWorkingDirectory()));
		return new WorkerCommands(launch, workers).apply(properties);
	}

	private static List<String> share(int workers, ClusterProperties.Worker properties, JavaCommand command,
			Map<String, String> environment) {
		List<String> options = new ArrayList<>();
		int cpus = cpus(properties.getCpus(), workers);
		if (!command.hasProcessorCount(environment)) {
			options.add("-XX:ActiveProcessorCount=" + cpus);
			if (!command.hasVmOption(EVENT_LOOPS, environment)) {
				options.add(EVENT_LOOPS + Math.max(MIN_EVENT_LOOPS, cpus));
			}
		}
		long maxHeap = maxHeap(properties.getMaxHeap(), workers);
		if (!command.hasHeapOption(environment)) {
			options.add("-Xmx%dm".formatted(maxHeap / MEBI));
		}
		if (command.vmOptions().stream().noneMatch((option) -> option.contains(ON_OUT_OF_MEMORY))) {
			options.add("-XX:+Exit" + ON_OUT_OF_MEMORY);
		}
		if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS
				&& command.vmOptions().stream().noneMatch((option) -> option.startsWith(NATIVE_ACCESS))) {
			options.add(NATIVE_ACCESS + "=ALL-UNNAMED");
		}
		return options;
	}

	private static int cpus(String value, int workers) {
		if (value.equalsIgnoreCase("auto")) {
			return Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
		}
		try {
			int cpus = Integer.parseInt(value.trim());
			if (cpus >= 1) {
				return cpus;
			}
		}
		catch (NumberFormatException ex) {
			// told below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException("cluster.worker.cpus", value,
				"Expected auto, or a number of at least 1.");
	}

	private static long maxHeap(String value, int workers) {
		if (value.equalsIgnoreCase("auto")) {
			return Math.max(MIN_HEAP, Runtime.getRuntime().maxMemory() / workers);
		}
		try {
			long bytes = DataSize.parse(value.trim()).toBytes();
			if (bytes >= 2 * MEBI) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			// told below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException("cluster.worker.max-heap", value,
				"Expected auto, or a size of at least 2MB, such as 512MB.");
	}

	private static Path executable(Path java) {
		if (!Files.isRegularFile(java) || !Files.isExecutable(java)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.java", java,
					"Expected the path of a java executable; this is no file that can be executed.");
		}
		return java;
	}

	private static String present(String mainClass, ClassLoader classLoader) {
		if (!ClassUtils.isPresent(mainClass, classLoader)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.main-class", mainClass,
					"Expected the fully qualified name of a class on the class path; there is none of this name.");
		}
		return mainClass;
	}

	private static @Nullable Path directory(@Nullable Path directory) {
		if (directory != null && !Files.isDirectory(directory)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.working-directory", directory,
					"Expected a directory.");
		}
		return directory;
	}

	private static int messageMaxSize(DataSize size) {
		if (size.toBytes() < 1024 || size.toBytes() > Integer.MAX_VALUE - 8) {
			throw new InvalidConfigurationPropertyValueException("cluster.message-max-size", size,
					"Expected a size from 1KB to 2047MB.");
		}
		return (int) size.toBytes();
	}

	private static Duration positive(String key, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidConfigurationPropertyValueException(key, value, "Expected a time of more than 0.");
		}
		return value;
	}

	private static Duration atLeast(String key, Duration value, Duration least, String name) {
		if (value.compareTo(least) < 0) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Expected a time of at least %s.".formatted(name));
		}
		return value;
	}

}
