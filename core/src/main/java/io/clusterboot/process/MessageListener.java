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

package io.clusterboot.process;

import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Receives the messages of a channel, in order, one at a time.
 * <p>
 * While it runs, nothing more is read from the channel, so it should not block. After an
 * exception of a listener the next message is delivered all the same. The listener owns
 * the handle and closes it; several listeners get the same handle, and one of them has to
 * close it.
 */
@FunctionalInterface
public interface MessageListener {

	/**
	 * A message arrived.
	 * @param message any JSON value
	 * @param handle the handle that came with it, or {@code null}
	 */
	void message(JsonNode message, @Nullable ReceivedHandle handle);

}
