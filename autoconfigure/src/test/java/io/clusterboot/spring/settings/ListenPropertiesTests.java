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

import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListenProperties}.
 */
class ListenPropertiesTests {

	@Test
	void workerTakesWhatTheMasterDrew() {
		ListenProperties master = of(Map.of("server.port", "${random.int[20000,30000]}"));
		assertThat(master.drawn()).containsOnlyKeys("server.port");
		assertThat(of(Map.of("server.port", "${random.int[20000,30000]}")).adopt(master.toVariables()))
			.isEqualTo(master.drawn());
	}

	@Test
	void valueThatIsDrawnIndirectlyIsDrawn() {
		ListenProperties properties = of(
				Map.of("management.server.port", "${my.port}", "my.port", "${random.int[5,6]}", "server.port", "0"));
		assertThat(properties.drawn()).isEqualTo(Map.of("management.server.port", "5"));
		assertThat(properties.values()).containsEntry("server.port", "0");
	}

	@Test
	void sameValuesNeedNothing() {
		Map<String, Object> values = Map.of("server.port", "0", "server.address", "127.0.0.1", "management.server.port",
				9090);
		assertThat(of(values).adopt(of(values).toVariables())).isEmpty();
	}

	@Test
	void defaultPortMayBeNamed() {
		assertThat(of(Map.of("server.port", "8080")).adopt(of(Map.of()).toVariables())).isEmpty();
		assertThat(of(Map.of()).adopt(of(Map.of("server.port", "8080")).toVariables())).isEmpty();
	}

	@Test
	void changedValueIsRefused() {
		assertThatExceptionOfType(ListenAddressChangedException.class)
			.isThrownBy(() -> of(Map.of("server.port", "9090")).adopt(of(Map.of("server.port", "8080")).toVariables()))
			.withMessage("server.port: 9090 (expected: 8080, as in the master)");
		assertThatExceptionOfType(ListenAddressChangedException.class)
			.isThrownBy(() -> of(Map.of()).adopt(of(Map.of("management.server.port", "9090")).toVariables()))
			.withMessage("management.server.port: not set (expected: 9090, as in the master)");
		assertThatExceptionOfType(ListenAddressChangedException.class)
			.isThrownBy(() -> of(Map.of("server.address", "::1"))
				.adopt(of(Map.of("server.address", "127.0.0.1")).toVariables()));
	}

	@Test
	void masterOfAnotherKindSaysNothing() {
		assertThat(of(Map.of("server.port", "9090")).adopt(Map.of())).isEmpty();
	}

	private static ListenProperties of(Map<String, Object> properties) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", new HashMap<>(properties)));
		RandomValuePropertySource.addToEnvironment(environment);
		return ListenProperties.of(environment);
	}

}
