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

import org.springframework.context.SmartLifecycle;

/**
 * A bean that lives with the leadership of its process: it is started when leadership is
 * granted, and stopped when it is revoked or the application stops, in the order of the
 * phases. Both are called on a thread for that, one after the other. Another process is
 * named leader when {@link #stop()} has returned, or takes longer than 10 s: what it may
 * leave running must ask a {@link LeadershipGuard}.
 */
public interface LeaderLifecycle extends SmartLifecycle {

	/**
	 * Return {@code false}: the leadership starts it, and not the application.
	 */
	@Override
	default boolean isAutoStartup() {
		return false;
	}

}
