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

package io.clusterboot.spring.actuator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code cluster}, in the master and in every worker: the status of the
 * cluster, and operations on it, which are not permitted by default. As a bean for JMX;
 * HTTP has the {@link ClusterWebEndpoint} in front.
 */
@Endpoint(id = "cluster", defaultAccess = Access.READ_ONLY)
public final class ClusterEndpoint {

	private final ClusterAnswers answers;

	/**
	 * Create a new instance.
	 * @param operations ask the master
	 */
	public ClusterEndpoint(ClusterOperations operations) {
		this.answers = new ClusterAnswers(operations);
	}

	ClusterAnswers answers() {
		return this.answers;
	}

	/**
	 * Return the status.
	 * @return what the command {@code status --json} prints
	 */
	@ReadOperation
	public Map<String, Object> status() {
		return this.answers.status().body();
	}

	/**
	 * Return a worker, or events.
	 * @param name the id of a worker, or {@code events}
	 * @param after the number of the last event that is known
	 * @param wait how long to wait for an event
	 * @return the worker, or the events
	 */
	@ReadOperation
	public Map<String, Object> part(@Selector String name, @Nullable String after, @Nullable String wait) {
		return this.answers.part(name, new OperationArguments().with("after", after).with("wait", wait)).body();
	}

	/**
	 * Carry out an operation.
	 * @param operation its name
	 * @param worker the id of the worker that it is for
	 * @param slot the slot of that worker
	 * @param workers the new number of workers
	 * @param wait how long to wait for the outcome
	 * @param id the id of the request
	 * @return the outcome
	 */
	@WriteOperation
	public Map<String, Object> operate(@Selector String operation, @Nullable String worker, @Nullable String slot,
			@Nullable String workers, @Nullable String wait, @Nullable String id) {
		return this.answers.operate(operation, arguments(worker, slot, workers, wait, id)).body();
	}

	static OperationArguments arguments(@Nullable String worker, @Nullable String slot, @Nullable String workers,
			@Nullable String wait, @Nullable String id) {
		return new OperationArguments().with("worker", worker)
			.with("slot", slot)
			.with("workers", workers)
			.with("wait", wait)
			.with("id", id);
	}

}
