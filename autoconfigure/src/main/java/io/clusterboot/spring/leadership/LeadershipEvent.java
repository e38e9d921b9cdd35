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

import org.springframework.context.ApplicationEvent;

/**
 * The leadership of this process changed. Published in that process, on a thread for such
 * events, in order.
 */
public abstract class LeadershipEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final long epoch;

	LeadershipEvent(Object source, long epoch) {
		super(source);
		this.epoch = epoch;
	}

	/**
	 * Return the number of the leadership.
	 * @return the epoch, which grows from one leadership to the next
	 */
	public long epoch() {
		return this.epoch;
	}

}
