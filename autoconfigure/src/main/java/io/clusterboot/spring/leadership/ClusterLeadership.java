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

import java.util.Optional;

/**
 * Whether this process leads. The master names one worker leader, and another one when
 * that worker drains, hangs or ends; the master itself never leads. A standalone
 * application always leads. All methods may be called from any thread, never block, and
 * read memory that the processes share: a process that was stopped for a while learns at
 * once that another one leads.
 */
public interface ClusterLeadership {

	/**
	 * Return whether this process leads.
	 * @return whether it does at this moment
	 */
	default boolean isLeader() {
		return current().isPresent();
	}

	/**
	 * Return the leadership of this process, for work that takes a while.
	 * @return a guard that says whether this process still leads, empty if it does not
	 */
	Optional<LeadershipGuard> current();

}
