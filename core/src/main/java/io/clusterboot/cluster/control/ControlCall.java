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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.UUID;

/**
 * A request with the terms of its answer.
 *
 * @param id the id of the request: the same id gets the same outcome, for ten minutes
 * @param patience how long to wait for the outcome at most; zero to know only that it
 * begins
 * @param request what to do
 */
public record ControlCall(String id, Duration patience, ControlRequest request) {

	/**
	 * Create a call with an id of its own.
	 * @param request what to do
	 * @param patience how long to wait for the outcome
	 * @return the call
	 */
	public static ControlCall of(ControlRequest request, Duration patience) {
		return new ControlCall(UUID.randomUUID().toString(), patience, request);
	}

}
