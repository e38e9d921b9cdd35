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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The metrics that workers send to a backend themselves, over OTLP.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PushedMetricsIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String ATTRIBUTE = "service.instance.id";

	private static final int ROUNDS = 3;

	/**
	 * The instance id of each push, in the order in which they came.
	 */
	private final Queue<String> instances = new ConcurrentLinkedQueue<>();

	@Test
	void eachWorkerSendsWithAnInstanceIdOfItsOwn() {
		DisposableServer backend = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes.post("/v1/metrics",
					(request, response) -> request.receive()
						.aggregate()
						.asByteArray()
						.doOnNext((push) -> this.instances.add(instanceOf(push)))
						.then(response.status(200).send())))
			.bindNow(DEADLINE);
		try (SampleProcess sample = sample(backend.port()).start()) {
			List<Worker> workers = sample.awaitServing();
			List<String> expected = workers.stream().map((worker) -> "test-host:" + worker.pid()).toList();
			await().atMost(DEADLINE)
				.untilAsserted(() -> assertThat(expected)
					.allSatisfy((id) -> assertThat(this.instances).filteredOn(id::equals).hasSizeGreaterThan(ROUNDS)));
			assertThat(this.instances).as("of the master").isSubsetOf(expected);
		}
		finally {
			backend.disposeNow(DEADLINE);
		}
	}

	private static SampleCommand sample(int port) {
		String classPath = String.join(":", Path.of("target", "classes").toAbsolutePath().toString(),
				SampleServer.REACTOR_NETTY.extractedJar().resolveSibling("lib") + "/*",
				Path.of("target", "otlp").toAbsolutePath() + "/*");
		return SampleCommand.sample()
			.program("-cp", classPath, SampleApplication.class.getName())
			.environment("HOSTNAME", "test-host")
			.workers(2)
			.arguments("--management.otlp.metrics.export.url=http://127.0.0.1:" + port + "/v1/metrics",
					"--management.otlp.metrics.export.step=1s");
	}

	/**
	 * Return the attribute of the resource: in the encoding of Protocol Buffers, its name
	 * is followed by two fields, each a byte that names it and one that has its length,
	 * and the text.
	 */
	private static String instanceOf(byte[] push) {
		String text = new String(push, StandardCharsets.ISO_8859_1);
		int name = text.indexOf(ATTRIBUTE);
		if (name < 0) {
			return "no instance id";
		}
		int value = name + ATTRIBUTE.length() + 4;
		return text.substring(value, value + text.charAt(value - 1));
	}

}
