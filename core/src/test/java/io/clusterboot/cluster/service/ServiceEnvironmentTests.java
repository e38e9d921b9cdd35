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
package io.clusterboot.cluster.service;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceEnvironment}.
 */
class ServiceEnvironmentTests {

	@Test
	void descriptorsHaveTheirNamesInOrder() {
		assertThat(manager(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "http::a.socket"))
			.descriptors()).containsExactly(new PassedDescriptor(3, "http"), new PassedDescriptor(4, "unknown"),
					new PassedDescriptor(5, "a.socket"));
		assertThat(manager(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "1")).descriptors())
			.containsExactly(new PassedDescriptor(3, "unknown"));
	}

	@Test
	void descriptorsOfAnotherProcessAreLeftAlone() {
		assertThat(manager(Map.of("LISTEN_PID", "41", "LISTEN_FDS", "1")).descriptors()).isEmpty();
		assertThat(manager(Map.of("LISTEN_FDS", "1")).descriptors()).isEmpty();
		assertThat(manager(Map.of("LISTEN_PID", "42", "LISTEN_FDS", "many")).descriptors()).isEmpty();
		assertThat(manager(Map.of("LISTEN_PID", "42")).descriptors()).isEmpty();
	}

	@Test
	void watchdogMayBeForAnotherProcess() {
		assertThat(manager(Map.of("WATCHDOG_USEC", "30000000")).watchdog()).contains(Duration.ofSeconds(30));
		assertThat(manager(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "42")).watchdog())
			.contains(Duration.ofNanos(1000));
		assertThat(manager(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "41")).watchdog()).isEmpty();
		assertThat(manager(Map.of("WATCHDOG_USEC", "0")).watchdog()).isEmpty();
	}

	@Test
	void onlyLocalSocketsTakeNotifications() {
		assertThat(manager(Map.of("NOTIFY_SOCKET", "/run/notify")).notifySocket()).contains("/run/notify");
		assertThat(manager(Map.of("NOTIFY_SOCKET", "@notify")).notifySocket()).contains("@notify");
		assertThat(manager(Map.of("NOTIFY_SOCKET", "vsock:2:1")).notifySocket()).isEmpty();
		assertThat(ServiceEnvironment.NONE.notifySocket()).isEmpty();
	}

	@Test
	void otherProcessesGetNoneOfIt() {
		assertThat(ServiceEnvironment.without(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "1", "WATCHDOG_PID", "1",
				"LISTEN_PID", "1", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "http", "HOME", "/root")))
			.containsOnly(Map.entry("HOME", "/root"));
	}

	private static ServiceEnvironment manager(Map<String, String> variables) {
		return new ServiceEnvironment(variables, 42, Map.of());
	}

}
