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

package io.clusterboot.spring.leader;

import java.util.Map;

import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Leaves the beans that work in the leader only to {@link LeaderBeans}, which starts and
 * stops them.
 */
final class LeaderLifecycleProcessor extends DefaultLifecycleProcessor {

	private final LeaderOnlyBeans leaderOnly;

	LeaderLifecycleProcessor(LeaderOnlyBeans leaderOnly) {
		this.leaderOnly = leaderOnly;
	}

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		Map<String, Lifecycle> beans = super.getLifecycleBeans();
		beans.keySet().removeIf(this.leaderOnly::contain);
		return beans;
	}

}
