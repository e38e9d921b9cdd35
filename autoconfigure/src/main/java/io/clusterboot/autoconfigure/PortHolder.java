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

package io.clusterboot.autoconfigure;

/**
 * A process that listens on a port.
 *
 * @param pid its process id
 * @param parent the process id of its parent
 * @param kind what it is
 */
record PortHolder(long pid, long parent, Kind kind) {

	/**
	 * What a process is in a cluster.
	 */
	enum Kind {

		/**
		 * A master, some of whose workers listen on the port.
		 */
		MASTER,

		/**
		 * A worker, whose master listens on the port too.
		 */
		WORKER,

		/**
		 * A worker without its master.
		 */
		ORPHAN,

		/**
		 * No process of a cluster, as far as can be seen.
		 */
		OTHER

	}

}
