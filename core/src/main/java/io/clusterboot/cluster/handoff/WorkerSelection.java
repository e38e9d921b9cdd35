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

package io.clusterboot.cluster.handoff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.WhenBusy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects the worker for a connection, as the scheduler and the limits say. Confined to
 * the accept loop.
 *
 * @param scheduler chooses among the candidates
 * @param cluster knows which worker can take a connection
 * @param listening the workers that listen on the socket, ordered by id
 */
record WorkerSelection(ConnectionScheduler scheduler, ClusterConnections cluster,
		Collection<WorkerConnections> listening) {

	private static final Logger logger = LoggerFactory.getLogger(WorkerSelection.class);

	/**
	 * Return the worker that gets a connection now.
	 * @return the worker, {@code null} if the connection has to wait
	 */
	@Nullable WorkerConnections select(PendingConnection connection) {
		return select(connection, this.scheduler.whenBusy(), this.cluster::canTakeMore);
	}

	/**
	 * Return the worker that gets a connection whose time to wait is over: one that is
	 * slow, or not the one a client sticks to, is better than none.
	 * @return the worker, {@code null} if none can take the connection
	 */
	@Nullable WorkerConnections selectAsLastResort(PendingConnection connection) {
		WorkerConnections chosen = select(connection, this.scheduler.whenBusy(), this.cluster::canTakeAsLastResort);
		if (chosen == null) {
			chosen = select(connection, WhenBusy.CHOOSE_ANOTHER, this.cluster::canTakeMore);
		}
		return (chosen != null) ? chosen
				: select(connection, WhenBusy.CHOOSE_ANOTHER, this.cluster::canTakeAsLastResort);
	}

	/**
	 * Return whether any listening worker can take one more connection. Called twice for
	 * each connection.
	 */
	boolean canAnyTakeMore() {
		for (WorkerConnections worker : this.listening) {
			if (this.cluster.canTakeMore(worker)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether a worker other than the given one can take a connection.
	 */
	boolean canAnotherTake(PendingConnection connection, WorkerConnections worker) {
		return this.listening.stream()
			.anyMatch((other) -> other != worker && !connection.isDeclinedBy(other.workerId())
					&& this.cluster.canTakeMore(other));
	}

	private @Nullable WorkerConnections select(PendingConnection connection, WhenBusy whenBusy,
			Predicate<WorkerConnections> able) {
		boolean waits = whenBusy == WhenBusy.WAIT;
		List<WorkerConnections> candidates = new ArrayList<>(this.listening.size());
		for (WorkerConnections worker : this.listening) {
			if (!connection.isDeclinedBy(worker.workerId()) && (waits || able.test(worker))) {
				candidates.add(worker);
			}
		}
		if (candidates.isEmpty()) {
			return null;
		}
		WorkerConnections chosen = choose(candidates, connection);
		return (!waits || able.test(chosen)) ? chosen : null;
	}

	private WorkerConnections choose(List<WorkerConnections> candidates, PendingConnection connection) {
		if (candidates.size() == 1) {
			return candidates.get(0);
		}
		try {
			return candidates.get(this.scheduler.choose(candidates.stream().map(WorkerConnections::candidate).toList(),
					connection.client()));
		}
		catch (RuntimeException ex) {
			logger.error("{} could not choose a worker", this.scheduler.getClass().getName(), ex);
			return candidates.get(0);
		}
	}

}
