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

package io.clusterboot.spring.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlClient;
import io.clusterboot.cluster.control.ControlSocket;
import io.clusterboot.cluster.control.NoAnswerException;
import tools.jackson.databind.JsonNode;

/**
 * A connection to a master.
 *
 * @param pid the process id of the master
 * @param client the connection, which this owns
 */
record MasterConnection(long pid, ControlClient client) implements AutoCloseable {

	/**
	 * Connect to a master.
	 * @param socket its socket
	 * @param timeout how long each of its answers may take
	 * @throws CommandFailedException if it is not there, or does not answer
	 */
	static MasterConnection open(ControlSocket socket, Duration timeout) {
		try {
			return new MasterConnection(socket.pid(), ControlClient.connect(socket.path(), timeout));
		}
		catch (NoAnswerException ex) {
			throw silent(socket.pid(), ex);
		}
		catch (IOException ex) {
			throw new CommandFailedException(ExitCode.NO_MASTER,
					"No master answers on %s: %s".formatted(socket.path(), ex.getMessage()));
		}
	}

	/**
	 * Send a request, and wait for its outcome.
	 * @return the outcome as JSON
	 * @throws CommandFailedException if the master does not answer in time
	 * @throws IOException if the master is gone
	 */
	JsonNode ask(ControlCall call) throws IOException {
		try {
			return this.client.ask(call);
		}
		catch (NoAnswerException ex) {
			throw silent(this.pid, ex);
		}
	}

	private static CommandFailedException silent(long pid, NoAnswerException ex) {
		return new CommandFailedException(ExitCode.SILENT_MASTER, "The master (pid %d) has not answered within %s: %s"
			.formatted(pid, StatusTable.duration(ex.waited()), reason(state(pid))));
	}

	/**
	 * Return the state of a process as the kernel writes it, such as {@code T}.
	 */
	private static String state(long pid) {
		try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
			return lines.filter((line) -> line.startsWith("State:"))
				.map((line) -> line.substring("State:".length()).strip().substring(0, 1))
				.findFirst()
				.orElse("");
		}
		catch (IOException | RuntimeException ex) {
			return "";
		}
	}

	private static String reason(String state) {
		return switch (state) {
			case "T" -> "it was stopped by a signal, and the signal CONT continues it";
			case "t" -> "a debugger has stopped it";
			default -> "it is very busy or hangs, and the signal QUIT has it write its threads to its output";
		};
	}

	@Override
	public void close() {
		this.client.close();
	}

}
