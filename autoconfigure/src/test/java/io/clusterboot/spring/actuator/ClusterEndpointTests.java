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

package io.clusterboot.spring.actuator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClusterEndpoint} with a master that answers as it is told.
 */
@Timeout(60)
class ClusterEndpointTests {

	private final CompletableFuture<ControlCall> received = new CompletableFuture<>();

	private final CompletableFuture<ControlOutcome> outcome = new CompletableFuture<>();

	private final ClusterOperations operations = new ClusterOperations((call) -> {
		this.received.complete(call);
		return this.outcome;
	});

	private final ClusterWebEndpoint web = new ClusterWebEndpoint(new ClusterEndpoint(this.operations));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					restart    | - | - | - | -   | worker, slot: none (expected: one of the two, for restart)
					restart    | 1 | 1 | - | -   | worker, slot: both (expected: one of the two, for restart)
					quarantine | x | - | - | -   | worker: x (expected: a number >= 0)
					scale      | - | - | - | -   | workers: none (expected: a number >= 0)
					scale      | - | 1 | 2 | -   | slot: 1 (expected: none, as scale has no such argument)
					roll       | 3 | - | - | -   | worker: 3 (expected: none, as roll has no such argument)
					roll       | - | - | - | 30  | wait: 30 (expected: a duration such as 500ms, 30s or 5m, at most 1440m)
					roll       | - | - | - | 25h | wait: 25h (expected: a duration such as 500ms, 30s or 5m, at most 1440m)
					reload     | - | - | - | -   | operation: reload (expected: one of: roll, restart, scale, quarantine, release, dump, stop)
					""")
	void wrongArgumentIsNamedWithWhatIsExpected(String operation, String worker, String slot, String workers,
			String wait, String text) {
		var answer = this.web.operate(operation, worker, slot, workers, wait, null);
		assertThat(answer.getStatus()).isEqualTo(400);
		assertThat(answer.getBody()).containsEntry("outcome", "rejected").containsEntry("text", text);
		assertThat(this.received).isNotDone();
	}

	@Test
	void readsTheRequest() {
		ControlCall call = ClusterEndpoint.arguments(null, "1", null, "90s", "a").toCall("restart");
		assertThat(call)
			.isEqualTo(new ControlCall("a", Duration.ofSeconds(90), new ControlRequest.Restart(WorkerTarget.slot(1))));
		assertThat(ClusterEndpoint.arguments(null, null, null, null, null).toCall("roll").patience()).isZero();
		assertThat(new OperationArguments().with("after", "7").with("wait", "1s").toEvents().request())
			.isEqualTo(new ControlRequest.Events(7));
		assertThatIllegalArgumentException().isThrownBy(() -> new OperationArguments().with("wait", "2m").toEvents())
			.withMessage("wait: 2m (expected: a duration such as 500ms, 30s or 5m, at most 1m)");
	}

	@Test
	void statusOfTheAnswerTellsTheOutcome() {
		JsonNode detail = JsonMapper.shared().valueToTree(Map.of("generation", 1));
		assertThat(ClusterAnswer.codeOf(new ControlOutcome.Done("done", detail))).isEqualTo(200);
		assertThat(ClusterAnswer.codeOf(new ControlOutcome.Accepted("begins"))).isEqualTo(202);
		assertThat(ClusterAnswer.codeOf(new ControlOutcome.Late("goes on"))).isEqualTo(202);
		assertThat(ClusterAnswer.codeOf(new ControlOutcome.Rejected("no"))).isEqualTo(400);
		this.outcome.complete(new ControlOutcome.Failed("the canary died", List.of("last line")));
		var answer = this.web.operate("roll", null, null, null, "1s", "a");
		assertThat(answer.getStatus()).isEqualTo(409);
		assertThat(answer.getBody()).isEqualTo(
				Map.of("id", "a", "outcome", "failed", "text", "the canary died", "lastOutput", List.of("last line")));
	}

	@Test
	void masterThatDoesNotAnswerIsUnavailable() {
		this.outcome.completeExceptionally(new IllegalStateException("The channel to the master has ended"));
		assertThat(this.web.status().getStatus()).isEqualTo(503);
		assertThat(this.web.operate("stop", null, null, null, null, null).getStatus()).isEqualTo(503);
	}

	@Test
	void workerThatBeginsToEndAnswersWhoWaits() throws Exception {
		CompletableFuture<Integer> status = CompletableFuture
			.supplyAsync(() -> this.web.operate("roll", null, null, null, "30m", "a").getStatus());
		assertThat(this.received.get(50, TimeUnit.SECONDS).patience()).isEqualTo(Duration.ofMinutes(30));
		this.operations.leave();
		assertThat(status.get(50, TimeUnit.SECONDS)).isEqualTo(202);
	}

	@Test
	void workerThatEndsDoesNotWait() throws Exception {
		this.operations.leave();
		this.outcome.complete(new ControlOutcome.Accepted("roll"));
		var answer = this.web.operate("roll", null, null, null, "30m", "a");
		assertThat(this.received.get().patience()).isZero();
		assertThat(answer.getStatus()).isEqualTo(202);
		assertThat(answer.getBody()).containsEntry("outcome", "late");
	}

	@Test
	void partIsAWorkerThatIsAliveOrEvents() {
		this.outcome.complete(new ControlOutcome.Done("",
				JsonMapper.shared().readTree("{\"workers\":[{\"id\":3,\"slot\":1}],\"roll\":null}")));
		assertThat(this.web.part("3", null, null).getBody()).isEqualTo(Map.of("id", 3, "slot", 1));
		assertThat(this.web.part("4", null, null).getStatus()).isEqualTo(404);
		assertThat(this.web.part("x", null, null).getStatus()).isEqualTo(404);
		assertThat(this.web.part("events", "x", null).getStatus()).isEqualTo(400);
	}

}
