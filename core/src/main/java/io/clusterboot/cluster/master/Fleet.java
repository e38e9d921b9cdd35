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

/**
 * What the types that replace workers need of the one that keeps them. Confined to the
 * control loop.
 */
interface Fleet {

	/**
	 * Return the slots of the cluster, in order.
	 * @return the slots
	 */
	List<Slot> slots();

	/**
	 * Fork one more worker.
	 * @param slot where
	 * @param deployment what it runs
	 * @return the worker
	 */
	Worker fork(Slot slot, Deployment deployment);

	/**
	 * Ask a worker to drain and to end, and see to it that it does.
	 * @param worker the worker
	 * @param reason why
	 */
	void drain(Worker worker, String reason);

	/**
	 * Fill a slot if nobody is in it, nobody is about to be, and somebody should.
	 * @param slot the slot
	 */
	void fillIfDeserted(Slot slot);

	void tell(ClusterEvent event);

}
