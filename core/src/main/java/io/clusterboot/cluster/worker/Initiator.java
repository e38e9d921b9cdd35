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

package io.clusterboot.cluster.worker;

/**
 * Who wanted the end of the worker.
 */
enum Initiator {

	/**
	 * The worker, which the master does not know yet.
	 */
	WORKER(MembershipAction.ANNOUNCE),

	/**
	 * The master, which needs no announcement.
	 */
	MASTER(MembershipAction.END_CHANNEL);

	private final MembershipAction farewell;

	Initiator(MembershipAction farewell) {
		this.farewell = farewell;
	}

	/**
	 * Return the first action when there is nothing left to wait for.
	 */
	MembershipAction farewell() {
		return this.farewell;
	}

}
