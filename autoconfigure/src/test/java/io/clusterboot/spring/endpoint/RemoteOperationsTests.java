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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemoteOperations} of worker 3, whose master knows no other worker.
 */
class RemoteOperationsTests {

	private static final EndpointId THREADS = EndpointId.of("threaddump");

	private final EmptyBus bus = new EmptyBus();

	private final RemoteOperations operations = new RemoteOperations(this.bus, JsonMapper::shared,
			(endpoint) -> List.of(), (invoker) -> (context) -> "own " + invoker.invoke(context), 3);

	@AfterEach
	void end() {
		this.operations.close();
	}

	private @Nullable Object read(Map<String, Object> arguments) {
		return read(THREADS, OperationType.READ, arguments);
	}

	private @Nullable Object read(EndpointId endpoint, OperationType type, Map<String, Object> arguments) {
		OperationInvoker invoker = (context) -> "threads";
		return this.operations.apply(endpoint, type, new NoParameters(), invoker)
			.invoke(new InvocationContext(SecurityContext.NONE, arguments));
	}

	@Test
	void workerThatIsNamedItselfAnswersWithoutTheMaster() {
		assertThat(read(Map.of("worker", "3"))).isEqualTo("own threads");
		assertThat(this.bus.asked).isEmpty();
	}

	@Test
	void withoutAWorkerTheOperationIsUntouched() {
		assertThat(read(Map.of())).isEqualTo("threads");
		assertThat(this.bus.asked).isEmpty();
	}

	@Test
	void otherWorkerIsAskedForThroughTheMaster() {
		assertThat(read(Map.of("worker", "4"))).isInstanceOfSatisfying(WebEndpointResponse.class, (response) -> {
			assertThat(response.getStatus()).isEqualTo(404);
			assertThat(response.getBody()).isEqualTo("There is no worker 4");
		});
		assertThat(this.bus.asked).containsExactly(Destination.worker(4));
	}

	@Test
	void whatIsNoIdIsRefused() {
		for (String id : List.of("0", "-3", "first", "")) {
			assertThat(read(Map.of("worker", id))).isInstanceOfSatisfying(WebEndpointResponse.class, (response) -> {
				assertThat(response.getStatus()).isEqualTo(400);
				assertThat(response.getBody())
					.isEqualTo("worker: %s (expected: the id of a worker, from 1)".formatted(id));
			});
		}
		assertThat(this.bus.asked).isEmpty();
	}

	@Test
	void whatIsWrittenAndHealthStayUntouched() {
		assertThat(read(THREADS, OperationType.WRITE, Map.of("worker", "4"))).isEqualTo("threads");
		assertThat(read(EndpointId.of("health"), OperationType.READ, Map.of("worker", "4"))).isEqualTo("threads");
		assertThat(this.bus.asked).isEmpty();
	}

	/**
	 * A bus of a cluster without workers.
	 */
	private static final class EmptyBus implements MessageBus {

		private final List<Destination> asked = new ArrayList<>();

		@Override
		public @Nullable String tell(Destination destination, String topic, JsonNode body) {
			return null;
		}

		@Override
		public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
				Duration timeout) {
			this.asked.add(destination);
			return CompletableFuture.completedFuture(List.of());
		}

		@Override
		public void handle(String topic, MessageHandler handler) {
		}

	}

	/**
	 * The parameters of an operation without any.
	 */
	private static final class NoParameters implements OperationParameters {

		@Override
		public int getParameterCount() {
			return 0;
		}

		@Override
		public OperationParameter get(int index) {
			throw new IndexOutOfBoundsException(index);
		}

		@Override
		public Iterator<OperationParameter> iterator() {
			return List.<OperationParameter>of().iterator();
		}

		@Override
		public Stream<OperationParameter> stream() {
			return Stream.of();
		}

	}

}
