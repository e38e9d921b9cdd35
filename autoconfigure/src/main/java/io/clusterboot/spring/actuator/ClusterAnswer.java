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

package io.clusterboot.spring.actuator;

import java.util.Map;

import io.clusterboot.cluster.control.ControlOutcome;

/**
 * An answer of the endpoint.
 *
 * @param code the HTTP status
 * @param body the JSON object
 */
record ClusterAnswer(int code, Map<String, Object> body) {

	static final int OK = 200;

	static final int ACCEPTED = 202;

	static final int BAD_REQUEST = 400;

	static final int NOT_FOUND = 404;

	static final int CONFLICT = 409;

	static final int UNAVAILABLE = 503;

	static int codeOf(ControlOutcome outcome) {
		if (outcome instanceof ControlOutcome.Done) {
			return OK;
		}
		if (outcome instanceof ControlOutcome.Accepted || outcome instanceof ControlOutcome.Late) {
			return ACCEPTED;
		}
		return (outcome instanceof ControlOutcome.Rejected) ? BAD_REQUEST : CONFLICT;
	}

}
