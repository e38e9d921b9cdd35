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
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ForkParallelism;
import io.clusterboot.cluster.master.LivenessSettings;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.PortOutOfRangeException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a master: checked, with every default worked out for this machine and
 * this process.
 *
 * @param master how to supervise
 * @param launch how to start a worker
 * @param notes what the user should know of that
 * @param configuration the configuration files outside the application
 * @param control the folder of the control socket, {@code null} if there is none
 */
public record ClusterSettings(MasterSettings master, WorkerLaunch launch, LaunchNotes notes, List<Path> configuration,
		@Nullable ControlFolder control) {

	private static final Duration MIN_LIVENESS_TIMEOUT = Duration.ofSeconds(1);

	private static final int MIN_MESSAGE_SIZE = 1024;

	private static final int MAX_MESSAGE_SIZE = Integer.MAX_VALUE - 8;

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
	 * @throws PortOutOfRangeException if the JVM options have a port that is too high to
	 * be moved for each worker
	 */
	public static ClusterSettings resolve(int workers, ClusterProperties properties, Duration shutdownTimeout,
			JavaCommand command, Map<String, String> environment, ClassLoader classLoader) {
		return resolve(workers, properties, shutdownTimeout, command, environment, classLoader,
				Machine.ofThisProcess());
	}

	static ClusterSettings resolve(int workers, ClusterProperties properties, Duration shutdownTimeout,
			JavaCommand command, Map<String, String> environment, ClassLoader classLoader, Machine machine) {
		MasterSettings master = supervision(workers, properties, shutdownTimeout);
		LaunchResolver.Resolved resolved = new LaunchResolver(workers, properties.getWorker(), machine, classLoader)
			.resolve(command, environment);
		resolved.launch().requirePorts(workers);
		return new ClusterSettings(master, resolved.launch(), resolved.notes().with(properties.getBudget()), List.of(),
				properties.getControl().toFolder());
	}

	/**
	 * Return these settings with more variables in the environment of workers.
	 * @param variables the variables
	 * @return the new settings
	 */
	public ClusterSettings withVariables(Map<String, String> variables) {
		return new ClusterSettings(this.master, this.launch.withVariables(variables), this.notes, this.configuration,
				this.control);
	}

	/**
	 * Return these settings with a first worker that is alone or not.
	 * @param alone whether the others are forked when it listens
	 * @return the new settings
	 */
	public ClusterSettings withFirstAlone(boolean alone) {
		return new ClusterSettings(this.master.withForkParallelism(this.master.forkParallelism().withFirstAlone(alone)),
				this.launch, this.notes, this.configuration, this.control);
	}

	/**
	 * Return these settings with configuration files.
	 * @param files the files outside the application
	 * @return the new settings
	 */
	public ClusterSettings withConfiguration(List<Path> files) {
		return new ClusterSettings(this.master, this.launch, this.notes, List.copyOf(files), this.control);
	}

	/**
	 * Work out how workers are supervised. Checks every key whose range is the same in
	 * the master and in a worker.
	 */
	static MasterSettings supervision(int workers, ClusterProperties properties, Duration shutdownTimeout) {
		Duration drainTimeout = (properties.getDrainTimeout() != null) ? properties.getDrainTimeout() : shutdownTimeout;
		ValueChecks.atLeast("cluster.drain-grace", properties.getDrainGrace(), Duration.ZERO, "0");
		properties.getWarmUp().toSettings();
		properties.getHealth().toMinReady();
		MasterManagementPort.check(properties.getMaster().getManagementPort());
		return new MasterSettings(workers,
				ValueChecks.positive("cluster.startup-timeout", properties.getStartupTimeout()),
				ValueChecks.positive("cluster.drain-timeout", drainTimeout),
				new LivenessSettings(ValueChecks.atLeast("cluster.liveness-timeout", properties.getLivenessTimeout(),
						MIN_LIVENESS_TIMEOUT, "1s"), properties.getLiveness().isThreadPool()),
				properties.getRespawn().toSettings(), properties.getRolling().toSettings(),
				properties.getRecycle().toSettings(), properties.getThreadDumpDirectory().toAbsolutePath(),
				messageMaxSize(properties.getMessageMaxSize()), scheduling(properties),
				forkParallelism(properties.getForkParallelism()), properties.getWorker().getImage().toSettings(),
				ValueChecks.atLeast("cluster.pre-drain-delay", properties.getPreDrainDelay(), Duration.ZERO, "0"));
	}

	/**
	 * A worker that starts from jars keeps two processors busy, with class loading and
	 * the compilers; one that starts from an archive little more than one.
	 */
	private static ForkParallelism forkParallelism(String value) {
		int processors = Runtime.getRuntime().availableProcessors();
		return new ForkParallelism(
				ValueChecks.numberOrAuto("cluster.fork-parallelism", value, Math.max(1, processors / 2)),
				ValueChecks.numberOrAuto("cluster.fork-parallelism", value, processors), false);
	}

	private static SchedulingSettings scheduling(ClusterProperties properties) {
		return SchedulingSettings.of(properties.getSchedulingPolicy())
			.withLimits(limit("cluster.worker.max-connections", properties.getWorker().getMaxConnections()),
					limit("cluster.max-connections", properties.getMaxConnections()));
	}

	private static long limit(String key, @Nullable Long value) {
		return (value != null) ? ValueChecks.atLeast(key, value, 1) : SchedulingSettings.UNLIMITED;
	}

	private static int messageMaxSize(DataSize size) {
		if (size.toBytes() < MIN_MESSAGE_SIZE || size.toBytes() > MAX_MESSAGE_SIZE) {
			throw new InvalidConfigurationPropertyValueException("cluster.message-max-size", size,
					"Expected a size from 1KB to 2047MB.");
		}
		return (int) size.toBytes();
	}

}
