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
import java.util.Map;

import io.clusterboot.process.JavaCommand;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is started.
 *
 * @param command the command line; debugger and JMX ports in it are moved for each slot
 * @param environment the whole environment of the worker, but for the variables that name
 * its channel and its id
 * @param workingDirectory where to start it, or {@code null} for the master's directory
 */
public record WorkerLaunch(JavaCommand command, Map<String, String> environment, @Nullable Path workingDirectory) {

	/**
	 * Create a new instance.
	 */
	public WorkerLaunch {
		environment = Map.copyOf(environment);
	}

}
