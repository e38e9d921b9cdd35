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

package io.clusterboot.spring.endpoint;

import java.lang.reflect.Array;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.boot.actuate.endpoint.ProducibleOperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * A request for an operation of another process.
 *
 * @param operation the operation
 * @param arguments its arguments, each a text or a list of texts
 * @param accept the media type that is wanted, {@code null} if any is
 * @param user the name of the user, {@code null} if there is none
 * @param roles the roles of the user, of those that matter
 */
record RemoteRequest(String operation, Map<String, Object> arguments, @Nullable String accept, @Nullable String user,
		Set<String> roles) {

	static final String WORKER = "worker";

	/**
	 * Create a request from one that came to this process.
	 * @param roles the roles that the endpoint may ask for
	 */
	static RemoteRequest of(String operation, OperationParameters parameters, InvocationContext context,
			Collection<String> roles) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		context.getArguments().forEach((name, value) -> {
			if (value != null && !name.equals(WORKER)) {
				arguments.put(name, texts(value));
			}
		});
		SecurityContext security = context.resolveArgument(SecurityContext.class);
		Principal principal = (security != null) ? security.getPrincipal() : null;
		Set<String> held = new TreeSet<>();
		for (String role : roles) {
			if (security != null && Show.WHEN_AUTHORIZED.isShown(security, Set.of(role))) {
				held.add(role);
			}
		}
		return new RemoteRequest(operation, arguments, accept(parameters, context),
				(principal != null) ? String.valueOf(principal.getName()) : null, held);
	}

	private static Object texts(Object value) {
		if (value instanceof Collection<?> several) {
			return several.stream().map(String::valueOf).toList();
		}
		if (value.getClass().isArray()) {
			List<String> texts = new ArrayList<>();
			for (int i = 0; i < Array.getLength(value); i++) {
				texts.add(String.valueOf(Array.get(value, i)));
			}
			return texts;
		}
		return String.valueOf(value);
	}

	private static @Nullable String accept(OperationParameters parameters, InvocationContext context) {
		for (OperationParameter parameter : parameters) {
			if (Producible.class.isAssignableFrom(parameter.getType())
					&& context.resolveArgument(parameter.getType()) instanceof Producible<?> producible) {
				return producible.getProducedMimeType().toString();
			}
		}
		return null;
	}

	JsonNode toJson() {
		ObjectNode json = JsonNodeFactory.instance.objectNode().put("operation", this.operation);
		ObjectNode given = json.putObject("arguments");
		this.arguments.forEach((name, value) -> {
			if (value instanceof Collection<?> several) {
				ArrayNode array = given.putArray(name);
				several.forEach((text) -> array.add(String.valueOf(text)));
			}
			else {
				given.put(name, String.valueOf(value));
			}
		});
		if (this.accept != null) {
			json.put("accept", this.accept);
		}
		if (this.user != null) {
			json.put("user", this.user);
		}
		ArrayNode held = json.putArray("roles");
		this.roles.forEach(held::add);
		return json;
	}

	/**
	 * Read a request.
	 * @throws RuntimeException if it is none
	 */
	static RemoteRequest read(JsonNode json) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		json.path("arguments").properties().forEach((argument) -> {
			JsonNode value = argument.getValue();
			arguments.put(argument.getKey(), value.isArray() ? texts(value) : value.asString());
		});
		return new RemoteRequest(json.path("operation").asString(), arguments, text(json.path("accept")),
				text(json.path("user")), Set.copyOf(texts(json.path("roles"))));
	}

	private static List<String> texts(JsonNode array) {
		List<String> texts = new ArrayList<>();
		array.forEach((text) -> texts.add(text.asString()));
		return texts;
	}

	private static @Nullable String text(JsonNode text) {
		return text.isMissingNode() ? null : text.asString();
	}

	/**
	 * Return what the operation is invoked with.
	 */
	InvocationContext context() {
		List<String> accepted = (this.accept != null) ? List.of(this.accept) : List.of();
		return new InvocationContext(new User(this.user, this.roles), this.arguments,
				new ProducibleOperationArgumentResolver(() -> accepted));
	}

	/**
	 * The user as the process that was asked knows it.
	 */
	private record User(@Nullable String name, Set<String> roles) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			String known = this.name;
			return (known != null) ? () -> known : null;
		}

		@Override
		public boolean isUserInRole(String role) {
			return this.roles.contains(role);
		}

	}

}
