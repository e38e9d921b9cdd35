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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers of servlet containers whose threads are all busy: the operator sees it, and
 * they are ended only if the operator wants that.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreadPoolIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Long enough for the master to check its worker more than once.
	 */
	private static final Duration LOOKS = Duration.ofSeconds(4);

	private static final String LONG = "/block?ms=600000";

	@TempDir
	private Path directory;

	@Test
	void exhaustedThreadPoolIsShownAndTheWorkerServesOn() throws Exception {
		try (SampleProcess sample = start(SampleServer.TOMCAT, "--server.tomcat.threads.max=2")) {
			Worker worker = sample.awaitServing().get(0);
			SampleClient client = sample.client();
			try (KeptConnection first = client.keepConnection();
					KeptConnection second = client.keepConnection();
					KeptConnection waiting = client.keepConnection()) {
				first.send(LONG);
				second.send(LONG);
				waiting.send("/");
				sample.output().await(0, step(worker, "has an exhausted thread pool: "), DEADLINE);
				JsonNode shown = status(SampleServer.TOMCAT).path("workers").path(0);
				assertThat(shown.path("id").asInt()).isEqualTo(worker.id());
				assertThat(shown.path("state").asString()).isEqualTo("READY");
				assertThat(Duration.parse(shown.path("threadPool").path("exhausted").asString()))
					.isGreaterThanOrEqualTo(Duration.ofSeconds(1));
				await().during(LOOKS)
					.atMost(LOOKS.plus(DEADLINE))
					.untilAsserted(
							() -> assertThat(sample.output().all()).noneMatch((line) -> line.contains(" hangs: ")));
				assertThat(sample.workers()).containsExactly(worker);
				// It would drain until its requests are answered
				sample.kill(worker);
			}
		}
	}

	@Test
	void workerWithoutAFreeThreadIsReplacedIfThatIsWanted() throws Exception {
		try (SampleProcess sample = start(SampleServer.JETTY, "--server.jetty.threads.max=8",
				"--cluster.liveness.thread-pool=true", "--cluster.thread-dump-directory=" + this.directory)) {
			Worker worker = sample.awaitServing().get(0);
			int position = sample.output().position();
			List<KeptConnection> blocked = new ArrayList<>();
			try {
				for (int i = 0; i < 8; i++) {
					KeptConnection connection = sample.client().keepConnection();
					blocked.add(connection);
					connection.send(LONG);
				}
				sample.output().await(position, step(worker, "hangs: its thread pool is exhausted for "), DEADLINE);
				sample.output().await(position, step(worker, "exited unexpectedly "), DEADLINE);
			}
			finally {
				blocked.forEach(KeptConnection::close);
			}
			Worker successor = sample.awaitListening(position, 1).get(0);
			assertThat(successor.slot()).isEqualTo(worker.slot());
			JsonNode incident = status(SampleServer.JETTY).path("incidents").path(0);
			assertThat(incident.path("kind").asString()).isEqualTo("HANG");
			assertThat(incident.path("text").asString()).contains("hangs: its thread pool is exhausted");
			assertThat(Files.readString(Path.of(incident.path("file").asString())))
				.contains("WebSampleController.block");
		}
	}

	private JsonNode status(SampleServer server) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(SampleCommand.java(), "-XX:TieredStopAtLevel=1", "-jar",
				server.extractedJar().toString(), "--cluster.command=status", "--json",
				"--cluster.control.directory=" + this.directory.resolve("control"))
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			String out = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(out).isZero();
			return JsonMapper.shared().readTree(out);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private SampleProcess start(SampleServer server, String... arguments) {
		return server.sample()
			.workers(1)
			.arguments("--cluster.liveness-timeout=" + LIVENESS_TIMEOUT.toSeconds() + "s",
					"--cluster.control.directory=" + this.directory.resolve("control"))
			.arguments(arguments)
			.start();
	}

	private static Pattern step(Worker worker, String step) {
		return Pattern
			.compile("Worker %d \\(slot %d, pid %d\\) %s".formatted(worker.id(), worker.slot(), worker.pid(), step));
	}

}
