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

package io.clusterboot.cluster.event;

/**
 * Receives every event of a cluster. It is called on the cluster's delivery thread, in
 * order, one event at a time; it may block, which delays later events but nothing else.
 * What it throws is logged, and later events still come.
 * <p>
 * Node has listeners of the cluster and listeners of each worker, which receive the same
 * events. Here one listener receives all of them; {@link ClusterEvent.OfWorker} names the
 * worker.
 */
@FunctionalInterface
public interface ClusterListener {

	/**
	 * An event happened.
	 * @param event the event
	 */
	void onEvent(ClusterEvent event);

}
