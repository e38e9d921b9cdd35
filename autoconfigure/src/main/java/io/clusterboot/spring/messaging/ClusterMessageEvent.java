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

import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * A message arrived. Published on the same thread as the message itself, before it, and
 * before the method that handles it is called. A message whose name this process does not
 * know is a {@code ClusterMessageEvent<JsonNode>}.
 *
 * @param <T> the type of the message
 */
public class ClusterMessageEvent<T> extends ApplicationEvent implements ResolvableTypeProvider {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient MessageOrigin origin;

	private final transient T payload;

	private final transient ResolvableType type;

	/**
	 * Create a new instance.
	 * @param origin the process that sent it
	 * @param name its name
	 * @param payload the message
	 * @param type the type of the message
	 */
	public ClusterMessageEvent(MessageOrigin origin, String name, T payload, Class<?> type) {
		super(origin);
		this.origin = origin;
		this.name = name;
		this.payload = payload;
		this.type = ResolvableType.forClassWithGenerics(ClusterMessageEvent.class, type);
	}

	/**
	 * Return the name of the message.
	 * @return the name, also if this process does not know it
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return who sent the message.
	 * @return the process
	 */
	public MessageOrigin origin() {
		return this.origin;
	}

	/**
	 * Return the message.
	 * @return an instance of the type with that name, or a JSON tree
	 */
	public T payload() {
		return this.payload;
	}

	@Override
	public ResolvableType getResolvableType() {
		return this.type;
	}

}
