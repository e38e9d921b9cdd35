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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service manager that started this process told it, in the variables of
 * systemd's protocols {@code sd_notify(3)} and {@code sd_listen_fds(3)}.
 *
 * @param variables the environment of this process
 * @param pid the process id of this process
 * @param servers the addresses of servers whose sockets may be passed by name, wherever
 * those sockets listen
 */
public record ServiceEnvironment(Map<String, String> variables, long pid, Map<String, InetSocketAddress> servers) {

	private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

	private static final String WATCHDOG_USEC = "WATCHDOG_USEC";

	private static final String WATCHDOG_PID = "WATCHDOG_PID";

	private static final String LISTEN_PID = "LISTEN_PID";

	private static final String LISTEN_FDS = "LISTEN_FDS";

	private static final String LISTEN_FDNAMES = "LISTEN_FDNAMES";

	private static final Set<String> VARIABLES = Set.of(NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, LISTEN_PID,
			"LISTEN_PIDFDID", LISTEN_FDS, LISTEN_FDNAMES);

	private static final int FIRST_DESCRIPTOR = 3;

	/**
	 * Largest number of descriptors; a larger one is no number of descriptors.
	 */
	private static final long MAX_DESCRIPTORS = 10_000;

	private static final String UNNAMED = "unknown";

	private static final Logger logger = LoggerFactory.getLogger(ServiceEnvironment.class);

	/**
	 * No service manager.
	 */
	public static final ServiceEnvironment NONE = new ServiceEnvironment(Map.of(), 0, Map.of());

	/**
	 * Create an instance.
	 */
	public ServiceEnvironment {
		variables = new HashMap<>(variables);
		variables.keySet().retainAll(VARIABLES);
		variables = Map.copyOf(variables);
		servers = Map.copyOf(servers);
	}

	/**
	 * Return an environment for other processes than the one that was started by the
	 * service manager.
	 * @param environment an environment
	 * @return the environment without the variables of the service manager
	 */
	public static Map<String, String> without(Map<String, String> environment) {
		Map<String, String> rest = new HashMap<>(environment);
		rest.keySet().removeAll(VARIABLES);
		return rest;
	}

	/**
	 * Return the socket that takes notifications: an absolute path, or a name in the
	 * abstract namespace after {@code @}.
	 */
	Optional<String> notifySocket() {
		String address = this.variables.getOrDefault(NOTIFY_SOCKET, "");
		if (address.isEmpty()) {
			return Optional.empty();
		}
		if (!address.startsWith("/") && !address.startsWith("@")) {
			logger.warn("{}: {} (expected: an absolute path, or @ and a name); the service manager is told nothing",
					NOTIFY_SOCKET, address);
			return Optional.empty();
		}
		return Optional.of(address);
	}

	/**
	 * Return within what time the service manager expects a sign of life, again and
	 * again.
	 */
	Optional<Duration> watchdog() {
		String ofProcess = this.variables.get(WATCHDOG_PID);
		if (ofProcess != null && !ofProcess.equals(Long.toString(this.pid))) {
			return Optional.empty();
		}
		return number(WATCHDOG_USEC, TimeUnit.DAYS.toMicros(365)).map((micros) -> Duration.ofNanos(micros * 1_000));
	}

	/**
	 * Return the descriptors that were passed to this process.
	 * @return the descriptors, in order; none if they were meant for another process
	 */
	public List<PassedDescriptor> descriptors() {
		long count = number(LISTEN_FDS, MAX_DESCRIPTORS).orElse(0L);
		if (count == 0) {
			return List.of();
		}
		String process = this.variables.getOrDefault(LISTEN_PID, "");
		if (!process.equals(Long.toString(this.pid))) {
			logger.warn(
					"{} is ignored, as {} is {} (expected: {}, the pid of this process): a shell between the "
							+ "service manager and java has to start java with exec",
					LISTEN_FDS, LISTEN_PID, process.isEmpty() ? "not set" : process, this.pid);
			return List.of();
		}
		String[] names = this.variables.getOrDefault(LISTEN_FDNAMES, "").split(":", -1);
		List<PassedDescriptor> descriptors = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = (i < names.length && !names[i].isEmpty()) ? names[i] : UNNAMED;
			descriptors.add(new PassedDescriptor(FIRST_DESCRIPTOR + i, name));
		}
		return descriptors;
	}

	private Optional<Long> number(String variable, long maximum) {
		String value = this.variables.get(variable);
		if (value == null) {
			return Optional.empty();
		}
		if (!value.matches("\\d{1,18}") || Long.parseLong(value) < 1 || Long.parseLong(value) > maximum) {
			logger.warn("{}: {} (expected: a number from 1 to {})", variable, value, maximum);
			return Optional.empty();
		}
		return Optional.of(Long.parseLong(value));
	}

}
