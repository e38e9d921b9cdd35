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

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that need a servlet context live in the workers, and do not disturb the master,
 * which has none.
 */
class ServletMasterIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Path CLASSES = Path.of("..", "sample-web", "target", "test-classes")
		.toAbsolutePath()
		.normalize();

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void beansOfTheServletContextLiveInTheWorkersOnly(SampleServer server) throws Exception {
		try (SampleProcess sample = server.sample()
			.program("-cp", CLASSES + File.pathSeparator + server.extractedJar(),
					"io.clusterboot.sample.servlet.ServletBeansApplication")
			.workers(1)
			.start()) {
			long worker = sample.awaitServing().get(0).pid();
			Answer answer = sample.client().getOnNewConnection("/annotated");
			assertThat(answer.body()).isEqualTo(Long.toString(worker));
			assertThat(answer.head()).containsIgnoringCase("X-Filtered: yes");
			assertThat(reversed(sample.port(), "cluster")).isEqualTo("retsulc");
			sample.awaitLine("MasterBean hears without a servlet context", DEADLINE);
			assertThat(sample.output().all(0, Pattern.compile("(\\w+) lives in (\\w+)")))
				.extracting((line) -> line.group(1) + " " + line.group(2))
				.containsExactlyInAnyOrder("MasterBean MASTER", "ServletContextAware WORKER",
						"ServletContextInitializer WORKER", "FilterRegistrationBean WORKER",
						"ServerEndpointExporter WORKER");
			assertThat(sample.output().all()).noneMatch((line) -> line.contains("ERROR") && line.contains("[master]"));
		}
	}

	private static String reversed(int port, String text) throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		WebSocket webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + port + "/reverse"), new WebSocket.Listener() {

				@Override
				public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
					answer.complete(data.toString());
					return null;
				}

			})
			.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		try {
			webSocket.sendText(text, true);
			return answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		}
		finally {
			webSocket.abort();
		}
	}

}
