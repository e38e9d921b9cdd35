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

package io.clusterboot.spring.worker;

import java.nio.file.Path;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The pid file of a worker whose application has Boot's {@code ApplicationPidFileWriter}.
 * Without it the worker would overwrite the pid file of the master, and delete it at
 * exit.
 *
 * @param path a temporary file, which the writer deletes at exit
 */
public record WorkerPidFile(Path path) {

	/**
	 * The property that the writer reads first.
	 */
	static final String PROPERTY = "spring.pid.file";

	/**
	 * The system property that the writer reads at an event without an environment.
	 */
	static final String SYSTEM_PROPERTY = "PIDFILE";

	public static WorkerPidFile ofThisProcess() {
		return new WorkerPidFile(Path.of(System.getProperty("java.io.tmpdir"),
				"clusterboot-worker-%d.pid".formatted(ProcessHandle.current().pid())));
	}

	/**
	 * Give the file precedence over any other, including one that the writer was created
	 * with.
	 * @param environment the environment of the worker
	 */
	public void applyTo(ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource("clusterboot-pid-file", Map.of(PROPERTY, this.path.toString())));
		System.setProperty(SYSTEM_PROPERTY, this.path.toString());
	}

}
