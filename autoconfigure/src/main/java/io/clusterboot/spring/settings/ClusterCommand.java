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
	PREPARE;

	private static final String KEY = "cluster.command";

	/**
	 * Return the command that is set.
	 * @param environment the environment
	 * @return the command, {@link #RUN} if none is set
	 */
	public static ClusterCommand of(Environment environment) {
		return Binder.get(environment).bind(KEY, ClusterCommand.class).orElse(RUN);
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
