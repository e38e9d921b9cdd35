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

package io.clusterboot.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import io.clusterboot.ipc.Peer;

/**
 * The channel to the process that forked this one, as the environment describes it.
 * ClusterBoot's own variables take precedence over Node's, which mean the same.
 *
 * @param descriptor the number of the channel's descriptor, empty if there is no channel
 * @param uniqueId the worker id, empty in a process that is no worker
 * @param peer the kind of process on the other end of the channel
 */
public record InheritedChannel(OptionalInt descriptor, OptionalInt uniqueId, Peer peer) {

	/**
	 * The variable with the number of the channel's descriptor.
	 */
	public static final String CHANNEL_FD = "CLUSTER_CHANNEL_FD";

	/**
	 * The variable with the worker id.
	 */
	public static final String UNIQUE_ID = "CLUSTER_UNIQUE_ID";

	/**
	 * The variable with the number of the descriptor of the master's scoreboard.
	 */
	public static final String SCOREBOARD_FD = "CLUSTER_SCOREBOARD_FD";

	/**
	 * The variable with the number of this worker's row of the scoreboard.
	 */
	public static final String SCOREBOARD_ROW = "CLUSTER_SCOREBOARD_ROW";

	/**
	 * The variable with the version of the scoreboard's layout that the master has.
	 */
	public static final String SCOREBOARD_VERSION = "CLUSTER_SCOREBOARD_VERSION";

	/**
	 * The variable with the version of the protocol that the master speaks.
	 */
	public static final String PROTOCOL_VERSION = "CLUSTER_PROTOCOL_VERSION";

	/**
	 * The value of {@value #SCOREBOARD_FD} in the environment of a worker that receives
	 * the descriptor through its channel, ahead of all messages.
	 */
	public static final String AHEAD_OF_MESSAGES = "channel";

	static final String NODE_CHANNEL_FD = "NODE_CHANNEL_FD";

	private static final String NODE_UNIQUE_ID = "NODE_UNIQUE_ID";

	private static final String NODE_SERIALIZATION_MODE = "NODE_CHANNEL_SERIALIZATION_MODE";

	static final Set<String> CHANNEL_VARIABLES = Set.of(CHANNEL_FD, NODE_CHANNEL_FD, NODE_SERIALIZATION_MODE);

	static final Set<String> VARIABLES = Set.of(CHANNEL_FD, UNIQUE_ID, NODE_CHANNEL_FD, NODE_UNIQUE_ID,
			NODE_SERIALIZATION_MODE, SCOREBOARD_FD, SCOREBOARD_ROW, SCOREBOARD_VERSION, PROTOCOL_VERSION);

	/**
	 * Those that Node does not set.
	 */
	static final Set<String> CLUSTER_VARIABLES = Set.of(CHANNEL_FD, UNIQUE_ID, SCOREBOARD_FD, SCOREBOARD_ROW,
			SCOREBOARD_VERSION, PROTOCOL_VERSION);

	/**
	 * Those that name a channel or make a process a worker, the others only go with them.
	 */
	static final List<String> TELLING_VARIABLES = List.of(CHANNEL_FD, UNIQUE_ID, NODE_CHANNEL_FD, NODE_UNIQUE_ID);

	/**
	 * Read the variables.
	 * @param environment the environment as the process got it
	 * @return the description
	 * @throws IllegalArgumentException if one has a value that cannot be used
	 */
	public static InheritedChannel from(Map<String, String> environment) {
		OptionalInt descriptor = number(environment, 0, CHANNEL_FD, NODE_CHANNEL_FD);
		String mode = environment.getOrDefault(NODE_SERIALIZATION_MODE, "");
		if (descriptor.isPresent() && !mode.isEmpty() && !mode.equals("json")) {
			throw new IllegalArgumentException(NODE_SERIALIZATION_MODE + ": " + mode
					+ " (expected: json, the default of Node's fork and cluster)");
		}
		Peer peer = environment.containsKey(CHANNEL_FD) ? Peer.JVM : Peer.NODE;
		return new InheritedChannel(descriptor, number(environment, 1, UNIQUE_ID, NODE_UNIQUE_ID), peer);
	}

	/**
	 * Return the variables that describe its channel to a child.
	 * @param descriptor the number in the child
	 * @param peer the kind of process that this one is for the child
	 */
	static Map<String, String> variables(int descriptor, Peer peer) {
		String number = Integer.toString(descriptor);
		return (peer == Peer.JVM) ? Map.of(CHANNEL_FD, number)
				: Map.of(NODE_CHANNEL_FD, number, NODE_SERIALIZATION_MODE, "json");
	}

	/**
	 * Return the variables that describe its channel and its id to a worker.
	 * @param descriptor the number of the channel's descriptor in the worker
	 * @param uniqueId the worker id
	 * @param peer the kind of process that the worker is
	 * @return the variables
	 */
	public static Map<String, String> workerVariables(int descriptor, int uniqueId, Peer peer) {
		Map<String, String> variables = new HashMap<>(variables(descriptor, peer));
		variables.put((peer == Peer.JVM) ? UNIQUE_ID : NODE_UNIQUE_ID, Integer.toString(uniqueId));
		return variables;
	}

	private static OptionalInt number(Map<String, String> environment, int min, String... names) {
		return Stream.of(names)
			.filter(environment::containsKey)
			.limit(1)
			.mapToInt((name) -> parse(name, environment.getOrDefault(name, ""), min))
			.findFirst();
	}

	private static int parse(String name, String value, int min) {
		try {
			int number = Integer.parseInt(value);
			if (number >= min) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below, as a number out of range is
		}
		throw new IllegalArgumentException(name + ": " + value + " (expected: a number >= " + min + ")");
	}

}
