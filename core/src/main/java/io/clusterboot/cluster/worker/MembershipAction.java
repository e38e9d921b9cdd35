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
 * What a worker does on its way out. Actions may be repeated.
 */
enum MembershipAction {

	/**
	 * Tell the listener that the master wants the end.
	 */
	NOTIFY_STOP_REQUESTED,

	/**
	 * Tell the listener that the master is gone.
	 */
	NOTIFY_MASTER_GONE,

	/**
	 * Begin to close all servers.
	 */
	CLOSE_SERVERS,

	/**
	 * Tell the master that this worker leaves, so that it is not replaced.
	 */
	ANNOUNCE,

	/**
	 * End the channel on this side.
	 */
	END_CHANNEL,

	/**
	 * Exit as soon as the channel has ended.
	 */
	EXIT_ON_DISCONNECT,

	/**
	 * Exit now.
	 */
	EXIT

}
