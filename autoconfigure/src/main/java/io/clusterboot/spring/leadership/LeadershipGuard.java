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

package io.clusterboot.spring.leadership;

/**
 * One leadership of this process, from when it is granted until it is revoked. May be
 * used from any thread.
 */
public interface LeadershipGuard {

	/**
	 * Return the number of the leadership, which grows from one leadership of the cluster
	 * to the next, also over a restart of the master. Whoever stores it with the data can
	 * refuse what a former leader writes.
	 * @return a number above 0
	 */
	long epoch();

	/**
	 * Return whether this leadership goes on. It does not come back once it has ended:
	 * the next one has another epoch.
	 * @return whether this process leads with this epoch
	 */
	boolean isValid();

	/**
	 * Ensure that this leadership goes on, before each step of longer work.
	 * @throws LeadershipLostException if it has ended
	 */
	default void check() {
		if (!isValid()) {
			throw new LeadershipLostException(epoch());
		}
	}

}
