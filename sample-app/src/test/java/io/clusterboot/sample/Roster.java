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

package io.clusterboot.sample;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

import io.clusterboot.sample.SampleProcess.Worker;

/**
 * The workers, as the master's log shows them.
 *
 * @param alive the workers that were forked and have not ended, by slot
 * @param listening those that said they are listening
 */
record Roster(List<Worker> alive, Set<Worker> listening) {

	static Roster of(List<String> lines) {
		Map<Integer, Worker> alive = new TreeMap<>();
		Set<Worker> listening = new HashSet<>();
		for (String line : lines) {
			Matcher step = SampleProcess.STEP.matcher(line);
			if (step.find()) {
				Worker worker = Worker.of(step.toMatchResult());
				switch (step.group(4)) {
					case "forked" -> alive.put(worker.id(), worker);
					case "listening" -> listening.add(worker);
					default -> alive.remove(worker.id());
				}
			}
		}
		return new Roster(alive.values().stream().sorted(Comparator.comparingInt(Worker::slot)).toList(),
				Set.copyOf(listening));
	}

	/**
	 * Whether there is a number of workers, each in a slot of its own, and all are
	 * listening.
	 */
	boolean isComplete(int count) {
		return this.alive.size() == count && this.alive.stream().map(Worker::slot).distinct().count() == count
				&& this.listening.containsAll(this.alive);
	}

}
