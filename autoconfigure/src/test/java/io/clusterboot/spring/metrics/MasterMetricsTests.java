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

package io.clusterboot.spring.metrics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.spring.event.WorkerExitedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MasterMetrics}, {@link WorkerMetrics} and {@link MetricsCollector},
 * with the real bus and no processes.
 */
class MasterMetricsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private final MessageRouter router = new MessageRouter();

	private final MasterMetrics master = new MasterMetrics(this.router, TIMEOUT,
			Map.of("text", () -> new Concatenation()), JsonNodeFactory.instance::objectNode);

	private final MetricsCollector collector = new MetricsCollector(this.router, TIMEOUT);

	@AfterEach
	void close() {
		this.router.close();
	}

	@Test
	void collectsWhatWorkersTellWhenTheyAreAsked() {
		join(1).start();
		join(2).start();
		assertThat(collect().workers()).extracting((worker) -> worker.id() + ":" + text(worker.snapshot()))
			.containsExactly("2:worker 2, 1", "1:worker 1, 1");
		assertThat(collect().workers()).extracting((worker) -> text(worker.snapshot()))
			.containsExactly("worker 2, 2", "worker 1, 2");
	}

	@Test
	void workersThatWereThereBeforeTheMastersMetricsAreInTheFirstAnswer() {
		try (MessageRouter early = new MessageRouter()) {
			join(early, 1).start();
			new MasterMetrics(early, TIMEOUT, Map.of(), JsonNodeFactory.instance::objectNode);
			assertThat(new MetricsCollector(early, TIMEOUT).collect("text").workers())
				.extracting(CollectedMetrics.OfWorker::id)
				.containsExactly(1);
		}
	}

	@Test
	void workerThatEndedCountsOnceWithItsLastSnapshot() {
		WorkerMetrics worker = join(1);
		worker.start();
		join(2).start();
		collect();
		worker.stop();
		this.router.gone(1);
		this.master.workerExited(exited(1));
		CollectedMetrics collected = collect();
		assertThat(text(collected.base())).isEqualTo("[worker 1, 2]");
		assertThat(collected.workers()).extracting(CollectedMetrics.OfWorker::id).containsExactly(2);
		assertThat(collected.silent()).isZero();
	}

	@Test
	void workerThatDoesNotAnswerCountsWithItsLatestSnapshot() {
		join(1).start();
		RemoteMessageBus hung = bus(2);
		hung.handle(MetricsTopics.PUSH, (message) -> new CompletableFuture<JsonNode>());
		ObjectNode told = JsonNodeFactory.instance.objectNode().put(MetricsTopics.SLOT, 1);
		told.putObject(MetricsTopics.SNAPSHOTS).put("text", encoded("before"));
		hung.tell(Destination.master(), MetricsTopics.LATEST, told);
		CollectedMetrics collected = collect();
		assertThat(collected.silent()).isEqualTo(1);
		assertThat(collected.workers()).extracting((worker) -> text(worker.snapshot()))
			.containsExactly("before", "worker 1, 1");
	}

	@Test
	void workerThatStartsIsNotMissing() {
		join(1).start();
		bus(2);
		assertThat(collect().silent()).isZero();
	}

	@Test
	@Timeout(30)
	void masterThatIsSilentIsAStatusAndNoMetrics() {
		RemoteMessageBus silent = new RemoteMessageBus(1, (frame) -> null);
		MetricsCollector collector = new MetricsCollector(silent, TIMEOUT);
		Object answer = new SilentMasterAdvisor()
			.apply(EndpointId.of("prometheus"), OperationType.READ, mock(), (context) -> collector.collect("text"))
			.invoke(mock());
		assertThat(answer).isInstanceOfSatisfying(WebEndpointResponse.class, (response) -> {
			assertThat(response.getStatus()).isEqualTo(503);
			assertThat(response.getBody()).asString().startsWith("The master did not collect the metrics");
		});
	}

	private CollectedMetrics collect() {
		return this.collector.collect("text");
	}

	private WorkerMetrics join(int id) {
		return join(this.router, id);
	}

	private static WorkerMetrics join(MessageRouter router, int id) {
		AtomicInteger snapshots = new AtomicInteger();
		return new WorkerMetrics(bus(router, id), id - 1, Duration.ofHours(1),
				new RegistryCloseDelay(new GenericApplicationContext()), List.of(new SnapshotSource() {

					@Override
					public String kind() {
						return "text";
					}

					@Override
					public byte[] capture() {
						return ("worker " + id + ", " + snapshots.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
					}

				}));
	}

	private RemoteMessageBus bus(int id) {
		return bus(this.router, id);
	}

	private static RemoteMessageBus bus(MessageRouter router, int id) {
		router.expect(id, id - 1);
		RemoteMessageBus bus = new RemoteMessageBus(id, (frame) -> {
			router.received(id, frame);
			return null;
		});
		router.joined(id, (frame) -> {
			bus.received(frame);
			return null;
		});
		return bus;
	}

	private static WorkerExitedEvent exited(int id) {
		WorkerInfo worker = new WorkerInfo(id, id - 1, 4711, 0, WorkerState.DEAD, false, Optional.empty(),
				Instant.EPOCH);
		ExitStatus status = new ExitStatus(0);
		return new WorkerExitedEvent(id, worker, status, new ExitCause.Exited(status), true, Duration.ZERO, 0, 0,
				WorkerStatus.Traffic.NONE);
	}

	private static String encoded(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
	}

	private static final class Concatenation implements SnapshotFolding {

		@Override
		public Folded fold(byte @Nullable [] base, byte[] last) {
			return new Folded((text(base) + "[" + text(last) + "]").getBytes(StandardCharsets.UTF_8), false);
		}

	}

}
