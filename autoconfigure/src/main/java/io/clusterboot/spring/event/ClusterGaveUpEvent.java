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

package io.clusterboot.spring.event;

/**
 * The cluster gave up and ends, as it cannot keep its workers alive.
 */
public class ClusterGaveUpEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final String reason;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param reason why the cluster gave up
	 */
	public ClusterGaveUpEvent(Object source, String reason) {
		super(source);
		this.reason = reason;
	}

	/**
	 * Return why the cluster gave up.
	 * @return the reason, in words
	 */
	public String reason() {
		return this.reason;
	}

}
