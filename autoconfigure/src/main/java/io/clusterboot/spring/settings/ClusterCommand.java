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

import java.util.Locale;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * What the process that the user starts does.
 */
public enum ClusterCommand {

	/**
	 * Run the cluster.
	 */
	RUN,

	/**
	 * Prepare the image that workers start from, and end.
	 */
	PREPARE,

	/**
	 * Print the status of the running cluster, and end. As all that follow, it asks the
	 * running master before this application starts, and has to be named on the command
	 * line.
	 */
	STATUS,

	/**
	 * Print the status again and again.
	 */
	WATCH,

	/**
	 * Restart the workers of the running cluster, one after another.
	 */
	ROLL,

	/**
	 * Replace one worker.
	 */
	RESTART,

	/**
	 * Change the number of workers.
	 */
	SCALE,

	/**
	 * Take a worker out of rotation.
	 */
	QUARANTINE,

	/**
	 * End a quarantine.
	 */
	RELEASE,

	/**
	 * Stop the running cluster.
	 */
	STOP,

	/**
	 * Print what happened in the running cluster.
	 */
	EVENTS,

	/**
	 * Print the threads of a worker.
	 */
	DUMP,

	/**
	 * Print a script that completes commands in a shell.
	 */
	COMPLETION;

	private static final String KEY = "cluster.command";

	/**
	 * Return the command that is set.
	 * @param environment the environment
	 * @return {@link #RUN}, also if none is set, or {@link #PREPARE}
	 * @throws InvalidConfigurationPropertyValueException if it is one that had to be run
	 * before there was an environment
	 */
	public static ClusterCommand of(Environment environment) {
		ClusterCommand command = Binder.get(environment).bind(KEY, ClusterCommand.class).orElse(RUN);
		if (command != RUN && command != PREPARE) {
			String value = command.name().toLowerCase(Locale.ROOT);
			throw new InvalidConfigurationPropertyValueException(KEY, value,
					"Expected on the command line, as --%s=%s; a configuration file may have run or prepare."
						.formatted(KEY, value));
		}
		return command;
	}

	/**
	 * Fail if this needs a cluster.
	 * @param obstacle why there is none
	 * @throws InvalidConfigurationPropertyValueException if this is {@link #PREPARE}
	 */
	public void requireCluster(String obstacle) {
		if (this == PREPARE) {
			throw new InvalidConfigurationPropertyValueException(KEY, "prepare",
					"Expected an application that runs as a cluster; this one does not: %s.".formatted(obstacle));
		}
	}

}
