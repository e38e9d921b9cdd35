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

import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ApplicationEvent;

/**
 * The process that forked this one sent a message: the master to a worker, or any program
 * that started this application with a channel. It is published on the channel's reader
 * thread, in order, from the start of the context on; earlier messages are kept until
 * then. A listener must not block.
 */
public class ProcessMessageEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient JsonNode message;

	private final transient @Nullable ReceivedHandle handle;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param message the message
	 * @param handle the handle that came with it, or {@code null}
	 */
	public ProcessMessageEvent(Object source, JsonNode message, @Nullable ReceivedHandle handle) {
		super(source);
		this.message = message;
		this.handle = handle;
	}

	/**
	 * Return the message.
	 * @return any JSON value
	 */
	public JsonNode message() {
		return this.message;
	}

	/**
	 * Return the handle that came with the message.
	 * @return the handle, which belongs to the listener that expects one, or {@code null}
	 */
	public @Nullable ReceivedHandle handle() {
		return this.handle;
	}

}
