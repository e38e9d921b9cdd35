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

package io.clusterboot.cluster.launch;

import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that distinguish a worker from every other one. In JVM options, arguments
 * and environment variables, {@code %{slot}}, {@code %{worker-id}} and
 * {@code %{generation}} stand for them.
 *
 * @param workerId its id
 * @param slot its slot
 * @param generation its generation
 * @param portIndex by how much, less 1, ports in its JVM options move: no two workers
 * that are alive have the same index
 */
public record WorkerNumbers(int workerId, int slot, int generation, int portIndex) {

	/**
	 * Return a text with the numbers in place of the placeholders.
	 */
	String fill(String text) {
		return !text.contains("%{") ? text
				: text.replace("%{slot}", Integer.toString(this.slot))
					.replace("%{worker-id}", Integer.toString(this.workerId))
					.replace("%{generation}", Integer.toString(this.generation));
	}

	/**
	 * Return an environment with the numbers in place of the placeholders.
	 * @param environment the environment of all workers
	 * @return a new, mutable map
	 */
	public Map<String, String> fill(Map<String, String> environment) {
		Map<String, String> filled = new HashMap<>(environment);
		filled.replaceAll((name, value) -> fill(value));
		return filled;
	}

}
