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

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The snapshots of all workers.
 *
 * @param base the sum of the workers that ended, {@code null} if there is none
 * @param workers the workers that are alive, the newest first
 * @param silent how many of them did not tell what they have measured lately
 * @param figures what the master knows of the cluster
 * @param nanos how long it took to collect this
 */
record CollectedMetrics(byte @Nullable [] base, List<OfWorker> workers, int silent, List<Figure> figures, long nanos) {

	private static final double NANOS_PER_SECOND = 1e9;

	/**
	 * Read the answer of the master.
	 * @throws RuntimeException if it is none
	 */
	static CollectedMetrics read(JsonNode answer) {
		JsonNode base = answer.path(MetricsTopics.BASE);
		List<OfWorker> workers = new ArrayList<>();
		for (JsonNode worker : answer.path(MetricsTopics.WORKERS)) {
			workers.add(new OfWorker(worker.path(MetricsTopics.ID).asInt(), worker.path(MetricsTopics.SLOT).asInt(),
					bytes(worker.path(MetricsTopics.DATA))));
		}
		workers.sort(Comparator.comparingInt(OfWorker::id).reversed());
		return new CollectedMetrics(base.isMissingNode() ? null : bytes(base), workers,
				answer.path(MetricsTopics.SILENT).size(), Figure.read(answer.path(MetricsTopics.FIGURES)),
				answer.path("nanos").asLong());
	}

	/**
	 * Return what is known of the cluster, and of this answer.
	 * @param unreadable how many snapshots of workers could not be read
	 */
	List<Figure> allFigures(int unreadable) {
		List<Figure> all = new ArrayList<>(this.figures);
		all.add(new Figure("cluster.scrape.missing.workers", Figure.Type.GAUGE, null,
				"Workers whose latest metrics are not in this answer", Map.of(), this.silent + unreadable, 0));
		all.add(new Figure("cluster.scrape.duration", Figure.Type.GAUGE, "seconds",
				"Time to collect the metrics of all workers", Map.of(), this.nanos / NANOS_PER_SECOND, 0));
		return all;
	}

	private static byte[] bytes(JsonNode text) {
		return Base64.getDecoder().decode(text.asString());
	}

	/**
	 * The snapshot of a worker.
	 *
	 * @param id the worker id
	 * @param slot its slot
	 * @param snapshot the bytes
	 */
	record OfWorker(int id, int slot, byte[] snapshot) {

	}

}
