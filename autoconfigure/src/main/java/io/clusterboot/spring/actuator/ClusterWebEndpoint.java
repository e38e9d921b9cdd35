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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint {@code cluster} over HTTP, where the status of an answer tells the
 * outcome.
 */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public final class ClusterWebEndpoint {

	private final ClusterAnswers answers;

	/**
	 * Create a new instance.
	 * @param endpoint the endpoint
	 */
	public ClusterWebEndpoint(ClusterEndpoint endpoint) {
		this.answers = endpoint.answers();
	}

	/**
	 * Return the status.
	 * @return the status, or 503 if the master does not answer
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> status() {
		return response(this.answers.status());
	}

	/**
	 * Return a worker, or events.
	 * @param name the id of a worker, or {@code events}
	 * @param after the number of the last event that is known
	 * @param wait how long to wait for an event
	 * @return the worker, or the events; 404 if there is none
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> part(@Selector String name, @Nullable String after,
			@Nullable String wait) {
		return response(this.answers.part(name, new OperationArguments().with("after", after).with("wait", wait)));
	}

	/**
	 * Carry out an operation.
	 * @param operation its name
	 * @param worker the id of the worker that it is for
	 * @param slot the slot of that worker
	 * @param workers the new number of workers
	 * @param wait how long to wait for the outcome
	 * @param id the id of the request
	 * @return 200 done, 202 accepted or not done within the time, 400 something is wrong
	 * with the request, 409 failed, 503 the master does not answer
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> operate(@Selector String operation, @Nullable String worker,
			@Nullable String slot, @Nullable String workers, @Nullable String wait, @Nullable String id) {
		return response(this.answers.operate(operation, ClusterEndpoint.arguments(worker, slot, workers, wait, id)));
	}

	private static WebEndpointResponse<Map<String, Object>> response(ClusterAnswer answer) {
		return new WebEndpointResponse<>(answer.body(), answer.code());
	}

}
