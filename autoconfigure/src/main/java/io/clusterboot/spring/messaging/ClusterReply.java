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

package io.clusterboot.spring.messaging;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The reply of one process, or why there is none.
 *
 * @param origin the process that was asked
 * @param value the reply, {@code null} if there is none, or the handler returned nothing
 * @param failure why there is no reply: the process has no handler, or its handler
 * failed, or it ended or was late; {@code null} if it replied
 * @param <T> the type of the reply
 */
public record ClusterReply<T>(MessageOrigin origin, @Nullable T value, @Nullable String failure) {

	/**
	 * Return whether the process replied.
	 * @return whether there was no failure
	 */
	public boolean isSuccess() {
		return this.failure == null;
	}

	/**
	 * Return the reply.
	 * @return the reply, empty if there is none
	 */
	public Optional<T> reply() {
		return Optional.ofNullable(this.value);
	}

}
