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

package io.clusterboot.cluster.event;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link LogLines}.
 */
class LogLinesTests {

	private static final WorkerInfo WORKER = new WorkerInfo(3, 1, 4711, 2, WorkerState.READY, true, Optional.empty(),
			Instant.EPOCH);

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("0.0.0.0", 8080);

	private static final Duration TIME = Duration.ofMillis(1520);

	private final LogLines lines = new LogLines();

	@ParameterizedTest
	@MethodSource
	void line(ClusterEvent event, Level level, String text) {
		assertThat(event.accept(this.lines)).hasValue(new LogLine(level, text));
	}

	static Stream<Arguments> line() {
		return Stream.of(
				arguments(new ClusterEvent.Online(WORKER, TIME), Level.INFO,
						"Worker 3 (slot 1, pid 4711) online after 1520 ms"),
				arguments(
						new ClusterEvent.StopEscalated(WORKER, "does not listen after 2 s",
								"dumping its threads, then sending SIGTERM", Signal.SIGTERM),
						Level.WARN,
						"Worker 3 (slot 1, pid 4711) does not listen after 2 s; dumping its threads, then sending SIGTERM"),
				arguments(new ClusterEvent.Hung(WORKER, Hang.JVM_STALLED, TIME, "it runs with a debug agent"),
						Level.WARN,
						"Worker 3 (slot 1, pid 4711) hangs: %s for 1520 ms; not stopped, as it runs with a debug agent"
							.formatted(Hang.JVM_STALLED.description())),
				arguments(exited(1, 0), Level.INFO,
						"Worker 3 (slot 1, pid 4711) exited after 12.3 s with exit code 0; 1 request drained, 0 aborted"),
				arguments(exited(2, 1), Level.WARN,
						"Worker 3 (slot 1, pid 4711) exited after 12.3 s with exit code 0; 2 requests drained, 1 aborted"),
				arguments(new ClusterEvent.Serving(List.of(ADDRESS), 1, 1, TIME), Level.INFO,
						"Cluster serves on *:8080 with 1 of 1 worker after 1520 ms"),
				arguments(new RollEvent.Started(1, 1), Level.INFO, "Rolling restart to generation 1 begins: 1 worker"),
				arguments(new RollEvent.Finished(1, 2, TIME), Level.INFO,
						"Rolling restart to generation 1 finished after 1520 ms: 2 workers replaced"),
				arguments(new ScalingEvent.Started(2, 1), Level.INFO, "Cluster scales from 2 to 1 worker"),
				arguments(new ScalingEvent.Finished(2, TIME), Level.INFO, "Cluster has 2 workers after 1520 ms"),
				arguments(new ClusterEvent.AcceptingPaused(ADDRESS, "every worker is at its connection limit"),
						Level.WARN, "Accepting paused on *:8080: every worker is at its connection limit"),
				arguments(new ClusterEvent.AcceptingResumed(ADDRESS, TIME), Level.INFO,
						"Accepting resumed on *:8080 after 1520 ms"),
				arguments(new QuarantineEvent.Begun(WORKER), Level.WARN,
						"Worker 3 (slot 1, pid 4711) is out of rotation, and stays alive until it is released"),
				arguments(new QuarantineEvent.Ended(WORKER, true), Level.INFO,
						"Worker 3 (slot 1, pid 4711) is released, and serves again"),
				arguments(new QuarantineEvent.Ended(WORKER, false), Level.INFO,
						"Worker 3 (slot 1, pid 4711) is released, and drains, as its slot has another worker"),
				arguments(new ThreadPoolEvent.Exhausted(WORKER, TIME), Level.WARN,
						"Worker 3 (slot 1, pid 4711) has an exhausted thread pool: all threads are busy, "
								+ "and requests wait, for 1520 ms"),
				arguments(new ThreadPoolEvent.Relieved(WORKER, TIME), Level.INFO,
						"Worker 3 (slot 1, pid 4711) has free threads again; its thread pool was exhausted for 1520 ms"),
				arguments(new RollEvent.Progressed(2, 1, 4), Level.DEBUG,
						"Rolling restart to generation 2: 1 of 4 workers replaced"),
				arguments(new StopEvent.Requested(null, "by an operator"), Level.INFO,
						"The cluster is asked to stop: by an operator"),
				arguments(new StopEvent.Announced(Duration.ofSeconds(10)), Level.INFO,
						"Cluster is out of service; it serves for 10.0 s more before it stops"),
				arguments(new StopEvent.Started(1), Level.INFO, "Cluster stops: 1 worker drains"),
				arguments(new StopEvent.Started(2), Level.INFO, "Cluster stops: 2 workers drain"));
	}

	private static ClusterEvent exited(long drained, long aborted) {
		ExitStatus status = new ExitStatus(0);
		return new ClusterEvent.Exited(WORKER, status, new ExitCause.Exited(status), true, Duration.ofMillis(12_300),
				null, drained, aborted, List.of(), WorkerStatus.Traffic.NONE);
	}

	@Test
	void messageOfAUserHasNoLine() {
		assertThat(new ClusterEvent.Message(WORKER, StringNode.valueOf("hello")).accept(this.lines)).isEmpty();
	}

}
