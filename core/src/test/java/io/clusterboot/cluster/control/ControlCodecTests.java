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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.cluster.WorkerTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ControlCodec}.
 */
class ControlCodecTests {

	@ParameterizedTest
	@MethodSource
	void requestIsReadAsItWasWritten(ControlRequest request) {
		ControlCall call = new ControlCall("id", Duration.ofMillis(1500), request);
		assertThat(ControlCodec.decode(reread(ControlCodec.encode(call).toString()))).isEqualTo(call);
	}

	static Stream<ControlRequest> requestIsReadAsItWasWritten() {
		return Stream.of(new ControlRequest.Status(), new ControlRequest.Roll(),
				new ControlRequest.Restart(WorkerTarget.worker(3)), new ControlRequest.Scale(4),
				new ControlRequest.Quarantine(WorkerTarget.slot(0)), new ControlRequest.Release(WorkerTarget.slot(1)),
				new ControlRequest.Stop(), new ControlRequest.Events(12),
				new ControlRequest.Dump(WorkerTarget.worker(1)));
	}

	@ParameterizedTest
	@MethodSource
	void outcomeIsReadAsItWasWritten(ControlOutcome outcome) {
		assertThat(ControlCodec.outcome(reread(ControlCodec.encode("id", outcome).toString()))).isEqualTo(outcome);
	}

	static Stream<ControlOutcome> outcomeIsReadAsItWasWritten() {
		return Stream.of(new ControlOutcome.Done("done", null),
				new ControlOutcome.Done("done", JsonNodeFactory.instance.numberNode(2)),
				new ControlOutcome.Accepted("accepted"), new ControlOutcome.Late("late"),
				new ControlOutcome.Failed("failed", List.of("a", "b")), new ControlOutcome.Failed("failed", List.of()),
				new ControlOutcome.Rejected("rejected"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'operation':'status'} | id", "{'id':'1','operation':'boom'} | operation: boom",
					"{'id':'1','operation':'restart'} | expected either a worker or a slot",
					"{'id':'1','operation':'restart','worker':1,'slot':0} | expected either a worker or a slot",
					"{'id':'1','operation':'restart','worker':'x'} | worker: \"x\" (expected: a number >= 0)",
					"{'id':'1','operation':'scale'} | workers",
					"{'id':'1','operation':'status','wait':-1} | wait: -1" })
	void badRequestSaysWhatIsWrong(String json, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ControlCodec.decode(reread(json.replace('\'', '"'))))
			.withMessageContaining(message);
	}

	private static JsonNode reread(String json) {
		return JsonMapper.shared().readTree(json);
	}

}
