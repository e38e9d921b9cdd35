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

package io.clusterboot.sample;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Signals in bursts, and in the middle of other operations: they are handled in order or
 * merged into one, and a final SIGTERM always ends all processes within its deadline.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@OneAtATime
class SignalStormIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	private static final int BURST = 25;

	/**
	 * Requests that a drain does not wait for long.
	 */
	private static final Map<Traffic, Integer> BRIEF = Map.of(Traffic.KEEP_ALIVE, 2, Traffic.NEW_CONNECTION, 2,
			Traffic.UPLOAD, 1, Traffic.HTTP_2, 2);

	@Test
	void aBurstOfHangUpsMakesOneRollAndOneThatWaits() {
		try (SampleProcess sample = sample().workers(1).start()) {
			sample.awaitServing();
			int position = sample.output().position();
			Load load = Load.start(sample.client(), BRIEF);
			try (load) {
				sample.signal("HUP");
				// The system makes one of signals that nobody has taken yet
				sample.output().await(position, RollOutcome.BEGUN, DEADLINE);
				burst(sample, Collections.nCopies(BURST, "HUP"));
				assertThat(sample.output().await(position, RollOutcome.ENDED, 2, DEADLINE.multipliedBy(2)))
					.extracting((ended) -> RollOutcome.of(ended))
					.containsExactly(new RollOutcome(1, true, "1 worker replaced"),
							new RollOutcome(2, true, "1 worker replaced"));
				burst(sample,
						Stream.generate(() -> List.of("TTIN", "HUP", "TTOU")).limit(3).flatMap(List::stream).toList());
				sample.output().await(position, RollOutcome.ENDED, 3, DEADLINE.multipliedBy(2));
				load.awaitRequests(500, DEADLINE);
			}
			System.out.println(load.report());
			assertThat(load.failures()).isEmpty();
			position = sample.output().position();
			sample.signal("HUP");
			sample.output().await(position, RollOutcome.BEGUN, DEADLINE);
			Worker newcomer = Worker.of(sample.output().await(position, SampleProcess.FORKED, DEADLINE));
			stop(sample);
			assertThat(ProcessHandle.of(newcomer.pid())).isEmpty();
		}
	}

	@Test
	void sigtermEndsAClusterThatScalesDown() {
		try (SampleProcess sample = sample().workers(2).start()) {
			List<Worker> workers = sample.awaitServing();
			List<KeptConnection> requests = RequestInFlight.connectToEach(sample.client(), workers);
			try {
				requests.forEach((connection) -> connection.send("/slow?ms=3000"));
				sample.signal("TTOU");
				sample.awaitLine("Cluster scales from 2 to 1 worker", DEADLINE);
				sample.signal("TERM");
				requests.forEach(KeptConnection::awaitServedBy);
				assertStopped(sample);
			}
			finally {
				requests.forEach(KeptConnection::close);
			}
		}
	}

	@Test
	void sigtermEndsAClusterThatStartsAndGetsManySignals() {
		try (SampleProcess sample = sample().workers(2).start()) {
			sample.output().await(SampleProcess.FORKED, DEADLINE);
			burst(sample, List.of("HUP", "TTIN", "TTOU", "HUP", "TTIN"));
			stop(sample);
		}
	}

	/**
	 * SIGTERM at any moment of a rolling restart that follows other signals.
	 */
	@RepeatedTest(20)
	@Tag("long")
	void sigtermEndsAllAtAnyMoment(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		try (SampleProcess sample = sample().workers(2).start()) {
			sample.awaitServing();
			burst(sample, List.of("HUP", "TTIN", "HUP"));
			Duration time = Duration.ofMillis(random.nextInt(20_000));
			await().during(time).atMost(time.plus(DEADLINE)).until(sample.handle()::isAlive);
			stop(sample);
		}
	}

	private static SampleCommand sample() {
		return SampleCommand.sample()
			.arguments("--server.http2.enabled=true", "--cluster.rolling.canary-time=500ms",
					"--cluster.drain-timeout=10s");
	}

	/**
	 * Send signals one after the other, as fast as a shell can.
	 */
	private static void burst(SampleProcess sample, List<String> signals) {
		StringBuilder script = new StringBuilder();
		signals.forEach(
				(signal) -> script.append("kill -s ").append(signal).append(" ").append(sample.pid()).append("\n"));
		try (SampleProcess shell = SampleCommand.of("sh", "-c", script.toString()).start()) {
			assertThat(shell.awaitExit(DEADLINE)).isZero();
		}
	}

	private static void stop(SampleProcess sample) {
		sample.signal("TERM");
		assertStopped(sample);
	}

	private static void assertStopped(SampleProcess sample) {
		assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
		sample.output().await(Pattern.compile("Cluster stopped after \\d"), DEADLINE);
		sample.output().awaitEnd(DEADLINE);
		assertThat(sample.workers()).isEmpty();
		sample.output()
			.all(0, SampleProcess.FORKED)
			.forEach((forked) -> assertThat(ProcessHandle.of(Worker.of(forked).pid())).isEmpty());
	}

}
