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
package io.clusterboot.spring.drain;

/**
 * Counts the requests of a servlet container. May be used from any thread.
 */
public interface RequestLog {

	/**
	 * A request was received.
	 */
	void begun();

	/**
	 * An answer is complete that is no stream.
	 * @param nanos from the request to the end of the response, in nanoseconds
	 */
	void took(long nanos);

	/**
	 * A request has ended, after {@link #begun()}.
	 * @param status the status of the response
	 * @param failed whether the response could not be completed
	 * @param closes whether the client knows that the connection ends
	 */
	void ended(int status, boolean failed, boolean closes);

	/**
	 * Return whether the worker lets its clients go.
	 * @return whether a drain has begun
	 */
	boolean isDraining();

}
