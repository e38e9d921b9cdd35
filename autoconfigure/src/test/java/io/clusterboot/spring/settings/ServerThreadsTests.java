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

package io.clusterboot.spring.settings;

import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerThreads}.
 */
class ServerThreadsTests {

	private static final Predicate<String> NO_SERVER = (name) -> false;

	private static final Predicate<String> TOMCAT = "org.apache.catalina.startup.Tomcat"::equals;

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@ValueSource(strings = { "", "each" })
	void nothingIsDividedUnlessAskedFor(String value) {
		if (!value.isEmpty()) {
			this.environment.setProperty("cluster.budget.threads", value);
		}
		this.environment.setProperty("server.tomcat.threads.max", "100");
		assertThat(ServerThreads.of(this.environment, TOMCAT).sizes()).isEmpty();
	}

	@Test
	void configuredSizesAreDivided() {
		this.environment.withProperty("cluster.budget.threads", "divide")
			.withProperty("server.tomcat.threads.max", "101")
			.withProperty("server.jetty.maxConnections", "-1")
			.withProperty("server.jetty.threads.min", "1");
		ServerThreads threads = ServerThreads.of(this.environment, NO_SERVER);
		assertThat(threads.divide(new WorkerShare(0, 2)))
			.isEqualTo(Map.of("server.tomcat.threads.max", 51, "server.jetty.threads.min", 1));
		assertThat(threads.divide(new WorkerShare(1, 2)))
			.isEqualTo(Map.of("server.tomcat.threads.max", 50, "server.jetty.threads.min", 1));
		assertThat(threads.describe(new WorkerShare(0, 2))).isEqualTo(
				"Divided among 2 workers: server.tomcat.threads.max=51 (of 101), server.jetty.threads.min=1 (of 1)");
	}

	@Test
	void defaultsOfTheServerAreDivided() {
		this.environment.setProperty("cluster.budget.threads", "divide");
		assertThat(ServerThreads.of(this.environment, TOMCAT).divide(new WorkerShare(0, 4)))
			.isEqualTo(Map.of("server.tomcat.threads.max", 50, "server.tomcat.threads.min-spare", 3,
					"server.tomcat.max-connections", 2048));
		assertThat(ServerThreads.of(this.environment, NO_SERVER).sizes()).isEmpty();
	}

}
