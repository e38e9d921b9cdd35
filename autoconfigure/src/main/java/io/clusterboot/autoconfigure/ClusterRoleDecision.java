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

import io.clusterboot.cluster.ClusterRole;
import org.jspecify.annotations.Nullable;

/**
 * What this process is, and why it is standalone although workers are configured.
 *
 * @param role the role
 * @param reason why the configured workers are not forked, or {@code null}
 */
record ClusterRoleDecision(ClusterRole role, @Nullable String reason) {

	static ClusterRoleDecision of(ClusterRole role) {
		return new ClusterRoleDecision(role, null);
	}

	static ClusterRoleDecision standaloneBecause(String reason) {
		return new ClusterRoleDecision(ClusterRole.STANDALONE, reason);
	}

}
