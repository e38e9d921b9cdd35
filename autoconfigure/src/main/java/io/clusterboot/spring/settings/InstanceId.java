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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The id by which a metrics backend tells this worker from others, where each worker
 * sends its metrics itself: the host and the process.
 *
 * @param text the id
 */
public record InstanceId(String text) {

	private static final String ATTRIBUTE = "service.instance.id";

	private static final String ATTRIBUTES_VARIABLE = "OTEL_RESOURCE_ATTRIBUTES";

	private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

	/**
	 * Return the id of this process.
	 * @return the id
	 */
	public static InstanceId ofThisProcess() {
		return of(System.getenv("HOSTNAME"), ProcessHandle.current().pid());
	}

	static InstanceId of(@Nullable String host, long pid) {
		return new InstanceId("%s:%d".formatted((host != null && !host.isBlank()) ? host : hostName(), pid));
	}

	private static String hostName() {
		try {
			return Files.readString(HOST_NAME).strip();
		}
		catch (IOException ex) {
			return "localhost";
		}
	}

	/**
	 * Return the properties that name it to the exports that have a place for it, as
	 * defaults.
	 * @param variables the environment variables of this process
	 * @return the properties
	 */
	public Map<String, Object> properties(Map<String, String> variables) {
		Map<String, Object> properties = new LinkedHashMap<>();
		if (!variables.getOrDefault(ATTRIBUTES_VARIABLE, "").contains(ATTRIBUTE + "=")) {
			properties.put("management.opentelemetry.resource-attributes[" + ATTRIBUTE + "]", this.text);
		}
		properties.put("management.prometheus.metrics.export.pushgateway.grouping-key[instance]", this.text);
		return properties;
	}

}
