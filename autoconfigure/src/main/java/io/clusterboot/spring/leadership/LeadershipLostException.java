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
 * The leadership of this process has ended while it did the work of a leader.
 */
public class LeadershipLostException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final long epoch;

	/**
	 * Create a new instance.
	 * @param epoch the epoch of the leadership that has ended
	 */
	public LeadershipLostException(long epoch) {
		super("This process no longer leads with epoch " + epoch);
		this.epoch = epoch;
	}

	/**
	 * Return the epoch of the leadership that has ended.
	 * @return the epoch
	 */
	public long epoch() {
		return this.epoch;
	}

}
