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

package io.clusterboot.test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.clusterboot.cluster.control.EventBatch;
import io.clusterboot.test.control.MasterLink;
import io.clusterboot.test.process.Deadline;

/**
 * The events that the master remembers. May be used from any thread.
 */
final class ClusterEvents {

	private static final Duration EVENT_WAIT = Duration.ofSeconds(1);

	private final MasterLink link;

	private final StartedProcesses processes;

	ClusterEvents(MasterLink link, StartedProcesses processes) {
		this.link = link;
		this.processes = processes;
	}

	List<ObservedEvent> all() {
		return batch(-1, Duration.ZERO).events().stream().map(ObservedEvent::of).toList();
	}

	ObservedEvent await(String expected, Predicate<ObservedEvent> condition) {
		Deadline deadline = Deadline.in(this.processes.timeout());
		long last = -1;
		while (!deadline.hasPassed()) {
			EventBatch batch = batch(last, EVENT_WAIT);
			Optional<ObservedEvent> found = batch.events()
				.stream()
				.map(ObservedEvent::of)
				.filter(condition)
				.findFirst();
			if (found.isPresent()) {
				return found.get();
			}
			last = batch.last();
		}
		throw this.processes.failure("Not within %s: %s".formatted(deadline.time(), expected), null);
	}

	private EventBatch batch(long after, Duration wait) {
		try {
			return this.link.events(after, wait);
		}
		catch (IOException ex) {
			throw this.processes.failure("The master does not tell its events", ex);
		}
	}

}
