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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.MimeTypeUtils;

/**
 * Has the worker that the parameter {@code worker} names carry out what is read from an
 * endpoint, with its own operation: with the same arguments, for the same user. Without
 * the parameter, and in the worker that it names, the operation is that of this process,
 * which needs no master.
 * <p>
 * It comes first, as it knows an operation by its method, which other advisors hide.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RemoteOperations implements OperationInvokerAdvisor, Closeable {

	private static final String TOPIC = "cluster.endpoint.read";

	/**
	 * What concerns the cluster in whatever process it is asked.
	 */
	private static final Set<EndpointId> OF_ANY_PROCESS = Set.of(EndpointId.of("cluster"), EndpointId.of("health"));

	/**
	 * What returns no result yet.
	 */
	private static final Pattern REACTIVE = Pattern.compile("reactor\\.core\\.publisher|org\\.reactivestreams");

	private static final EndpointId HEAP_DUMP = EndpointId.of("heapdump");

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration PATIENCE_FOR_HEAP = Duration.ofMinutes(5);

	private final Map<String, OperationInvoker> operations = new ConcurrentHashMap<>();

	private final ExecutorService thread = SerialThread.named("cluster-endpoints");

	private final MessageBus bus;

	private final Supplier<JsonMapper> mapper;

	private final Function<EndpointId, List<String>> roles;

	private final UnaryOperator<OperationInvoker> ofThisProcess;

	private final int ownId;

	/**
	 * Create a new instance.
	 * @param bus the bus of this process
	 * @param mapper writes what endpoints return
	 * @param roles returns the roles that an endpoint may ask for
	 * @param ofThisProcess makes an operation say what is of this process only
	 * @param ownId the id of this worker, {@link BusMessage#MASTER} in the master
	 */
	public RemoteOperations(MessageBus bus, Supplier<JsonMapper> mapper, Function<EndpointId, List<String>> roles,
			UnaryOperator<OperationInvoker> ofThisProcess, int ownId) {
		this.bus = bus;
		this.mapper = mapper;
		this.roles = roles;
		this.ofThisProcess = ofThisProcess;
		this.ownId = ownId;
		bus.handle(TOPIC, this::asked);
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (operationType != OperationType.READ || OF_ANY_PROCESS.contains(endpointId)
				|| parameters.stream().anyMatch((parameter) -> parameter.getName().equals(RemoteRequest.WORKER))) {
			return invoker;
		}
		String method = method(invoker);
		if (REACTIVE.matcher(method).find()) {
			return invoker;
		}
		String operation = endpointId + " " + method;
		OperationInvoker own = this.ofThisProcess.apply(invoker);
		this.operations.put(operation, own);
		return (context) -> {
			Object worker = context.getArguments().get(RemoteRequest.WORKER);
			if (worker == null) {
				return invoker.invoke(context);
			}
			Integer id = id(String.valueOf(worker));
			if (id == null) {
				return failed(WebEndpointResponse.STATUS_BAD_REQUEST,
						"worker: %s (expected: the id of a worker, from 1)".formatted(worker));
			}
			return (id == this.ownId) ? own.invoke(context) : ask(endpointId, id, operation, parameters, context);
		};
	}

	/**
	 * Return what tells the operations of an endpoint apart: their method, without the
	 * object, which is another one in each process.
	 */
	private static String method(OperationInvoker invoker) {
		String text = invoker.toString();
		return text.substring(Math.max(0, text.indexOf(" method ")));
	}

	private @Nullable Object ask(EndpointId endpointId, int id, String operation, OperationParameters parameters,
			InvocationContext context) {
		Duration patience = endpointId.equals(HEAP_DUMP) ? PATIENCE_FOR_HEAP : PATIENCE;
		JsonNode request = RemoteRequest.of(operation, parameters, context, this.roles.apply(endpointId)).toJson();
		try {
			List<MessageReply> replies = this.bus.ask(Destination.worker(id), TOPIC, request, patience)
				.get(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (replies.isEmpty()) {
				return failed(WebEndpointResponse.STATUS_NOT_FOUND, "There is no worker %d".formatted(id));
			}
			MessageReply reply = replies.get(0);
			return (reply.body() != null) ? RemoteResult.read(reply.body(), this.mapper.get())
					: failed(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
							"Worker %d did not answer: %s".formatted(id, reply.failure()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return failed(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "Interrupted");
		}
		catch (ExecutionException | TimeoutException ex) {
			return failed(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
					"Worker %d did not answer within %d s".formatted(id, patience.toSeconds()));
		}
	}

	private static @Nullable Integer id(String worker) {
		try {
			int id = Integer.parseInt(worker);
			return (id > 0) ? id : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static WebEndpointResponse<String> failed(int status, String reason) {
		return new WebEndpointResponse<>(reason, status, MimeTypeUtils.TEXT_PLAIN);
	}

	private CompletableFuture<JsonNode> asked(BusMessage message) {
		// On a thread of its own, as a heap dump takes its time
		return CompletableFuture.supplyAsync(() -> answer(RemoteRequest.read(message.body())), this.thread);
	}

	private JsonNode answer(RemoteRequest request) {
		OperationInvoker operation = this.operations.get(request.operation());
		if (operation == null) {
			throw new IllegalStateException("it has no such operation");
		}
		try {
			return RemoteResult.write(operation.invoke(request.context()), this.mapper.get());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

}
