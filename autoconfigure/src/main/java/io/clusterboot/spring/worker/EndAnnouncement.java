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

package io.clusterboot.spring.worker;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Announces to the master that this worker ends by itself, unless its end was requested.
 * May be used from any thread.
 *
 * @param master receives the reason, {@code null} if the exit status will tell
 * @param requested returns whether the end was requested, or announced with a reason
 */
record EndAnnouncement(Consumer<@Nullable String> master, BooleanSupplier requested) {

	void announce(@Nullable String reason) {
		if (!this.requested.getAsBoolean()) {
			this.master.accept(reason);
		}
	}

}
