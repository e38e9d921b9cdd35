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

package io.clusterboot.process.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Moves the ports that VM options open, so that all workers and the master use different
 * ports: by slot + 1, or by a multiple of that where the options open several ports that
 * are near each other.
 *
 * @param slot the slot, from 0
 * @param debuggerWait whether the JVM waits for a debugger
 * @param stride the distance of the ports of two slots that follow each other
 */
record SlotPorts(int slot, DebuggerWait debuggerWait, int stride) {

	/**
	 * Largest number of processes whose ports are kept apart.
	 */
	private static final int PROCESSES = 1024;

	private static final int LAST_PORT = 65535;

	private static final String SUSPEND = "suspend=";

	private static final Pattern JDWP = Pattern.compile("(-agentlib:jdwp=|-Xrunjdwp:|-agentpath:[^=]*jdwp[^/=]*=)(.*)",
			Pattern.DOTALL);

	private static final Pattern DEBUG_AGENT = Pattern
		.compile("-agentlib:jdwp(=.*)?|-Xrunjdwp(:.*)?|-agentpath:[^=]*jdwp[^/=]*(=.*)?", Pattern.DOTALL);

	private static final Pattern JMX = Pattern
		.compile("(-Dcom\\.sun\\.management\\.jmxremote\\.(?:rmi\\.)?port=)(\\d{1,9})");

	private static final Pattern ADDRESS = Pattern.compile("(address=(?:.*:)?)(\\d{1,9})", Pattern.DOTALL);

	SlotPorts {
		if (slot < 0) {
			throw new IllegalArgumentException("slot: " + slot + " (expected: >= 0)");
		}
	}

	/**
	 * Move the ports of options that belong together.
	 */
	static SlotPorts of(int slot, DebuggerWait debuggerWait, Stream<String> options) {
		List<Integer> ports = options.map(SlotPorts::describe)
			.flatMap(Optional::stream)
			.map((port) -> Integer.valueOf(port.substring(port.lastIndexOf(' ') + 1)))
			.distinct()
			.toList();
		int stride = 1;
		while (collides(ports, stride)) {
			stride++;
		}
		return new SlotPorts(slot, debuggerWait, stride);
	}

	/**
	 * Move the ports of the options in an environment.
	 */
	static SlotPorts of(int slot, DebuggerWait debuggerWait, Map<String, String> environment) {
		return of(slot, debuggerWait,
				Stream.concat(OptionsVariable.before(environment), OptionsVariable.after(environment)));
	}

	private static boolean collides(List<Integer> ports, int stride) {
		return ports.stream()
			.anyMatch((port) -> ports.stream()
				.mapToInt((other) -> other - port)
				.anyMatch((distance) -> distance > 0 && distance % stride == 0 && distance / stride <= PROCESSES));
	}

	/**
	 * Name the port that an option opens, empty if it opens none or any free one.
	 */
	static Optional<String> describe(String option) {
		Matcher jmx = JMX.matcher(option);
		if (jmx.matches()) {
			return Optional.of("JMX port " + jmx.group(2)).filter((port) -> !port.endsWith(" 0"));
		}
		Matcher jdwp = JDWP.matcher(option);
		return !jdwp.matches() ? Optional.empty()
				: Stream.of(jdwp.group(2).split(","))
					.map(ADDRESS::matcher)
					.filter(Matcher::matches)
					.map((address) -> "debugger port " + address.group(2))
					.filter((port) -> !port.endsWith(" 0"))
					.findFirst();
	}

	static boolean isDebugAgent(String option) {
		return DEBUG_AGENT.matcher(option).matches();
	}

	List<String> move(List<String> options) {
		List<String> moved = new ArrayList<>(options.size());
		options.forEach((option) -> move(option).ifPresent(moved::add));
		return moved;
	}

	/**
	 * Move the ports of one option.
	 * @return the option for the slot, or empty if it must not be passed on: a debug
	 * agent that connects to a debugger would find its only session in use
	 */
	Optional<String> move(String option) {
		Matcher jmx = JMX.matcher(option);
		if (jmx.matches()) {
			return Optional.of(jmx.group(1) + move(option, jmx.group(2)));
		}
		Matcher jdwp = JDWP.matcher(option);
		if (!jdwp.matches()) {
			return Optional.of(option);
		}
		List<String> settings = new ArrayList<>(List.of(jdwp.group(2).split(",", -1)));
		if (!settings.contains("server=y")) {
			return settings.contains("help") ? Optional.of(option) : Optional.empty();
		}
		settings.replaceAll((setting) -> {
			Matcher address = ADDRESS.matcher(setting);
			return address.matches() ? address.group(1) + move(option, address.group(2)) : setting;
		});
		settings.removeIf((setting) -> setting.startsWith(SUSPEND));
		settings.add(this.debuggerWait.setting());
		return Optional.of(jdwp.group(1) + String.join(",", settings));
	}

	private String move(String option, String port) {
		int number = Integer.parseInt(port);
		if (number == 0) {
			return port;
		}
		long distance = (this.slot + 1L) * this.stride;
		long moved = number + distance;
		if (moved > LAST_PORT) {
			throw new PortOutOfRangeException(option, moved, LAST_PORT - distance);
		}
		return Long.toString(moved);
	}

}
