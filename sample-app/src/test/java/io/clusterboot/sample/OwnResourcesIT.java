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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with event loops of its own.
 */
@Timeout(300)
class OwnResourcesIT {

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	/**
	 * {@link OwnResources} waits for an hour for event loops that have something to do; a
	 * worker that waits for that does not end with 0 but halts after the drain timeout.
	 */
	@Test
	void nothingKeepsTheEventLoopsOfTheApplicationBusyAtTheEnd() {
		try (SampleProcess sample = SampleCommand.sample()
			.program("-cp", classPath(), SampleApplication.class.getName())
			.arguments("--spring.main.sources=" + OwnResources.class.getName(), "--cluster.drain-timeout=60s")
			.workers(2)
			.start()) {
			sample.awaitServing();
			assertThat(sample.client().get("/").statusCode()).isEqualTo(200);
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(143);
			List<String> lines = sample.output().awaitEnd(DEADLINE);
			assertThat(lines).filteredOn((line) -> line.contains("with exit code 0 (asked to end: the cluster stops)"))
				.as("%s", lines)
				.hasSize(2);
		}
	}

	private static String classPath() {
		Path jar = SampleServer.REACTOR_NETTY.extractedJar();
		return "%s:%s:%s".formatted(jar, jar.resolveSibling("lib/*"), Path.of("target/test-classes").toAbsolutePath());
	}

}
