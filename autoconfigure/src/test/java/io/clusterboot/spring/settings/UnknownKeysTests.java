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

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnknownKeys}.
 */
class UnknownKeysTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource({ "cluster.drain-timout, cluster.drain-timeout", "cluster.drain.timeout, cluster.drain-timeout",
			"cluster.worker, cluster.workers", "cluster.wrokers, cluster.workers",
			"cluster.worker.jvm-arg, cluster.worker.jvm-args", "cluster.workers.max-heap, cluster.worker.max-heap",
			"cluster.recyle.maxRequests, cluster.recycle.max-requests",
			"cluster.worker.maxheaps, cluster.worker.max-heap" })
	void misspelledKeyFailsTheStart(String key, String meant) {
		this.environment.setProperty(key, "5s");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> UnknownKeys.check(this.environment))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo(key);
				assertThat(failure.getValue()).isEqualTo("5s");
				assertThat(failure.getReason()).startsWith("Expected ").endsWith("Did you mean '%s'?".formatted(meant));
			});
	}

	@Test
	void groupOfKeysHasNoValue() {
		this.environment.setProperty("cluster.recycle", "on");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> UnknownKeys.check(this.environment))
			.withMessageContaining("cluster.recycle")
			.satisfies((failure) -> assertThat(failure.getReason())
				.isEqualTo("Expected no value here, but keys below it, such as 'cluster.recycle.jitter'."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cluster.name", "cluster.node.id", "cluster.workers.count" })
	void otherKeyMayBelongToTheApplication(String key) {
		this.environment.setProperty(key, "x");
		assertThat(UnknownKeys.check(this.environment))
			.containsExactly("The key '%s' has no effect: ClusterBoot has none of this name.".formatted(key));
	}

	@Test
	void keyOfAnotherGroupIsSuggested() {
		this.environment.setProperty("cluster.max-heap", "1g");
		assertThat(UnknownKeys.check(this.environment)).singleElement()
			.asString()
			.endsWith("Did you mean 'cluster.worker.max-heap'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cluster.workers", "cluster.drainTimeout", "cluster.drain_timeout", "CLUSTER.WORKERS",
			"cluster.worker.jvm-args[0]", "cluster.worker.command[1]", "cluster.worker.environment.anything",
			"cluster.worker.environment[A.B]", "cluster.worker.slots[1].command[0]", "cluster.role",
			"cluster.respawn.max-delay", "spring.cluster.name" })
	void everySpellingOfAKeyIsKnown(String key) {
		this.environment.setProperty(key, "x");
		assertThat(UnknownKeys.check(this.environment)).isEmpty();
	}

	@Test
	void variablesOfTheEnvironmentAreNotRefused() {
		variables("CLUSTER_UNIQUE_ID", "CLUSTER_SLOT", "CLUSTER_SERVICE_HOST", "CLUSTER_PORT_80_TCP_ADDR",
				"CLUSTER_WORKERS_PORT", "CLUSTER_WORKER_JVMARGS_0", "CLUSTER_WORKER_JVM_ARGS", "CLUSTER_DRAINTIMEOUT",
				"CLUSTER_WORKER_ENVIRONMENT_A", "CLUSTER_DRAIN_TIMEOUT");
		assertThat(UnknownKeys.check(this.environment)).isEmpty();
	}

	@Test
	void misspelledVariableIsWarnedOf() {
		variables("CLUSTER_DRAIN_TIMOUT");
		assertThat(UnknownKeys.check(this.environment))
			.containsExactly("The variable 'CLUSTER_DRAIN_TIMOUT' has no effect. Did you mean 'CLUSTER_DRAINTIMEOUT'?");
	}

	private void variables(String... names) {
		Map<String, Object> variables = new HashMap<>();
		for (String name : names) {
			variables.put(name, "5s");
		}
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
	}

}
