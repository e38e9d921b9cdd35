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

package io.clusterboot.spring.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The labels of what belongs to one worker.
 *
 * @param id the worker id
 * @param slot its slot
 */
record WorkerLabels(int id, int slot) {

	static final String WORKER = "worker";

	static final String SLOT = "slot";

	/**
	 * Add them to others. Labels of the application with the same name stay, and ours get
	 * another one.
	 */
	Labels addTo(Labels labels) {
		return labels.add(labels.contains(WORKER) ? "cluster_worker" : WORKER, Integer.toString(this.id))
			.add(labels.contains(SLOT) ? "cluster_slot" : SLOT, Integer.toString(this.slot));
	}

}
