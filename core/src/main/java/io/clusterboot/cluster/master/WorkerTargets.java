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

package io.clusterboot.cluster.master;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.event.LogFormat;

/**
 * Finds the worker, or the slot, that an operation is for. What is not there fails the
 * operation. Confined to the control loop.
 *
 * @param registry has the workers
 */
record WorkerTargets(WorkerRegistry registry) {

	/**
	 * Return the worker that an operation is for: in a slot the oldest one.
	 */
	Worker worker(WorkerTarget target) {
		return worker(target, (candidate) -> true);
	}

	/**
	 * Return the worker that an operation is for.
	 * @param preferred which one to prefer in a slot
	 */
	Worker worker(WorkerTarget target, Predicate<Worker> preferred) {
		if (target instanceof WorkerTarget.Worker byId) {
			return this.registry.worker(byId.id())
				.orElseThrow(() -> new OperationFailedException(
						"there is no worker %d (expected one of: %s)".formatted(byId.id(),
								this.registry.workers()
									.stream()
									.map((worker) -> Integer.toString(worker.id()))
									.collect(Collectors.joining(", ")))));
		}
		Slot slot = slot(((WorkerTarget.Slot) target).index());
		return slot.workers()
			.stream()
			.filter(preferred)
			.findFirst()
			.or(() -> slot.workers().stream().findFirst())
			.orElseThrow(() -> new OperationFailedException("slot %d has no worker".formatted(slot.index())));
	}

	Slot slot(int index) {
		List<Slot> slots = this.registry.slots();
		return slots.stream()
			.filter((slot) -> slot.index() == index)
			.findFirst()
			.orElseThrow(() -> new OperationFailedException(
					"there is no slot %d (expected: 0..%d)".formatted(index, slots.size() - 1)));
	}

	/**
	 * Write the name of a worker for the middle of a sentence.
	 */
	static String name(Worker worker) {
		return LogFormat.inSentence(worker.info());
	}

}
