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
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.test.control.MasterLink;

/**
 * Looks at the status of a cluster after each of its events, and now and then. Confined
 * to one thread.
 */
final class StatusWatch {

	private static final Duration EVENT_WAIT = Duration.ofSeconds(1);

	/**
	 * A master that starts has no socket yet, and nobody tells when it has.
	 */
	private static final Duration SOCKET_WAIT = Duration.ofMillis(50);

	private final MasterLink link;

	private final StartedProcesses processes;

	private long lastEvent = -1;

	private String seen = "nothing is known";

	StatusWatch(MasterLink link, StartedProcesses processes) {
		this.link = link;
		this.processes = processes;
	}

	/**
	 * Wait for an event, or for a while, and look.
	 * @return whether the status meets the condition
	 */
	boolean next(Predicate<ClusterStatus> condition) {
		try {
			this.lastEvent = this.link.events(this.lastEvent, EVENT_WAIT).last();
			return meets(condition);
		}
		catch (IOException ex) {
			this.seen = String.valueOf(ex.getMessage());
			pause();
			return false;
		}
	}

	/**
	 * Look at once.
	 * @return whether the status meets the condition
	 */
	boolean now(Predicate<ClusterStatus> condition) {
		try {
			return meets(condition);
		}
		catch (IOException ex) {
			this.seen = String.valueOf(ex.getMessage());
			return false;
		}
	}

	private boolean meets(Predicate<ClusterStatus> condition) throws IOException {
		ClusterStatus status = this.link.status();
		this.processes.remember();
		this.seen = describe(status);
		return condition.test(status);
	}

	private void pause() {
		try {
			this.processes.master().waitFor(SOCKET_WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted waiting for the cluster", ex);
		}
	}

	/**
	 * Return what was seen last.
	 */
	String seen() {
		return this.seen;
	}

	private static String describe(ClusterStatus status) {
		return "the cluster is %s with %d of %d workers ready (%s)".formatted(status.master().phase(),
				status.master().ready(), status.master().size(),
				status.workers()
					.stream()
					.map((worker) -> "worker %d in slot %d: %s".formatted(worker.id(), worker.slot(), worker.state()))
					.collect(Collectors.joining(", ")));
	}

}
