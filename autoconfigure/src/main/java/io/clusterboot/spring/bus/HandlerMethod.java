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

package io.clusterboot.spring.bus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.clusterboot.spring.messaging.ClusterMessageEvent;
import io.clusterboot.spring.messaging.ClusterMessageHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that handles the messages of one name. May be called from any
 * thread.
 */
final class HandlerMethod {

	private final Supplier<Object> bean;

	private final Method method;

	/**
	 * Create a new instance.
	 * @param bean gives the bean, which may be created then
	 * @param method the method, which can be called on the bean
	 * @throws IllegalStateException if the parameters are wrong
	 */
	HandlerMethod(Supplier<Object> bean, Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		boolean fits = parameters.length == 1 || (parameters.length == 2 && parameters[1] == ClusterMessageEvent.class);
		Assert.state(fits && !Modifier.isPrivate(method.getModifiers()),
				() -> "@%s %s (expected: not private, with a message, and a %s or nothing)".formatted(
						ClusterMessageHandler.class.getSimpleName(), method,
						ClusterMessageEvent.class.getSimpleName()));
		this.bean = bean;
		this.method = method;
		ReflectionUtils.makeAccessible(method);
	}

	Class<?> messageType() {
		return this.method.getParameterTypes()[0];
	}

	/**
	 * Call the method.
	 * @return completes with what it returns, or what that completes with
	 */
	CompletableFuture<JsonNode> handle(Object payload, ClusterMessageEvent<?> event) {
		try {
			Object result = (this.method.getParameterCount() == 1) ? this.method.invoke(this.bean.get(), payload)
					: this.method.invoke(this.bean.get(), payload, event);
			return completion(result).thenApply(MessageJson::write).toCompletableFuture();
		}
		catch (InvocationTargetException ex) {
			return CompletableFuture.failedFuture(ex.getTargetException());
		}
		catch (IllegalAccessException | RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static CompletionStage<?> completion(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage;
		}
		ReactiveAdapter adapter = (result != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result) : null;
		return (adapter != null && !adapter.isMultiValue()) ? Publishers.future(adapter.toPublisher(result))
				: CompletableFuture.completedFuture(result);
	}

	@Override
	public String toString() {
		return this.method.toGenericString();
	}

	/**
	 * Loaded only where there is Reactor.
	 */
	private static final class Publishers {

		static CompletableFuture<?> future(org.reactivestreams.Publisher<?> publisher) {
			return reactor.core.publisher.Mono.from(publisher).toFuture();
		}

	}

}
