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

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.clusterboot.handle.StandardInput;
import io.clusterboot.ipc.FirstDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel of a JVM that was started without a shell: its end is the standard input,
 * the only place in which the JDK lets a child inherit a socket. What else a shell would
 * have done for the process, the process does itself: it moves the channel, and ignores
 * signals of a terminal if it is a worker.
 */
final class StandardInputChannel {

	/**
	 * The number of the descriptor.
	 */
	static final int DESCRIPTOR = 0;

	/**
	 * The signals that the master handles for its workers.
	 */
	private static final List<Signal> TERMINAL_SIGNALS = List.of(Signal.SIGINT, Signal.SIGHUP, Signal.SIGTTIN,
			Signal.SIGTTOU);

	private static final Logger logger = LoggerFactory.getLogger(StandardInputChannel.class);

	private StandardInputChannel() {
	}

	/**
	 * Return whether an environment is that of a JVM with its channel there.
	 */
	private static boolean isIn(Map<String, String> environment) {
		return Integer.toString(DESCRIPTOR).equals(environment.get(InheritedChannel.CHANNEL_FD));
	}

	/**
	 * Return whether a process with an environment ignores the signals of a terminal by
	 * itself, as soon as it can.
	 */
	static boolean ignoresSignals(Map<String, String> environment) {
		return isIn(environment) && environment.containsKey(InheritedChannel.UNIQUE_ID);
	}

	/**
	 * Move the channel of this process to another descriptor if it is the standard input,
	 * which is empty after that. What fails is left as it is, for the one who needs it.
	 * @param environment the environment of this process, examined
	 * @return the environment with the new numbers
	 */
	static Map<String, String> move(Map<String, String> environment) {
		if (!isIn(environment)) {
			return environment;
		}
		if (ignoresSignals(environment)) {
			TERMINAL_SIGNALS.forEach(SignalListener::ignore);
		}
		Map<String, String> moved = new HashMap<>(environment);
		try {
			Handle channel = StandardInput.take();
			if (InheritedChannel.AHEAD_OF_MESSAGES.equals(environment.get(InheritedChannel.SCOREBOARD_FD))) {
				receive(channel, moved);
			}
			moved.put(InheritedChannel.CHANNEL_FD, Integer.toString(channel.release()));
		}
		catch (HandleException ex) {
			logger.warn("The channel stays the standard input: {}", ex.getMessage());
		}
		catch (LinkageError ex) {
			// A worker whose native libraries do not work: it fails later, with the
			// reason
			logger.debug("The channel stays the standard input", ex);
		}
		return moved;
	}

	private static void receive(Handle channel, Map<String, String> variables) {
		try {
			variables.put(InheritedChannel.SCOREBOARD_FD, Integer.toString(FirstDescriptor.receive(channel).release()));
		}
		catch (HandleException ex) {
			logger.warn("The scoreboard did not arrive: {}", ex.getMessage(), ex);
		}
	}

}
