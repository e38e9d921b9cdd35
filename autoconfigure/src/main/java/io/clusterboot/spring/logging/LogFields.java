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

package io.clusterboot.spring.logging;

import java.util.Map;

/**
 * What tells the log lines of one process of the cluster from those of the others.
 *
 * @param process the name of the process, such as {@code worker-0}
 * @param tag what is in front of its lines, in brackets
 * @param values the fields of every log event, by name
 */
public record LogFields(String process, String tag, Map<String, String> values) {

	/**
	 * What the process is: {@code master} or {@code worker}.
	 */
	static final String ROLE = "clusterboot.role";

	private static volatile Map<String, String> current = Map.of();

	/**
	 * Return the fields of the master.
	 * @return the fields
	 */
	public static LogFields ofMaster() {
		return new LogFields("master", "master", Map.of(ROLE, "master"));
	}

	/**
	 * Return the fields of a worker.
	 * @param slot the slot of the worker
	 * @param workerId its worker id
	 * @param generation its generation
	 * @return the fields
	 */
	public static LogFields ofWorker(int slot, int workerId, int generation) {
		return new LogFields("worker-" + slot, "worker-%d #%d g%d".formatted(slot, workerId, generation),
				Map.of(ROLE, "worker", "clusterboot.slot", Integer.toString(slot), "clusterboot.worker",
						Integer.toString(workerId), "clusterboot.generation", Integer.toString(generation)));
	}

	/**
	 * Let every log event of this process have these fields.
	 */
	void makeCurrent() {
		current = this.values;
	}

	/**
	 * Return the fields of this process, which logging systems ask for without a context.
	 * @return the fields by name, none if the application runs standalone
	 */
	static Map<String, String> ofThisProcess() {
		return current;
	}

}
