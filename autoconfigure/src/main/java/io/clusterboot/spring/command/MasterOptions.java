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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.clusterboot.cluster.control.ApplicationPath;
import io.clusterboot.cluster.control.ControlClient;
import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.cluster.control.ControlSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options by which the master is found.
 */
final class MasterOptions {

	@Option(names = "--pid", paramLabel = "<pid>", description = "Process id of the master, where several run.")
	private @Nullable Long pid;

	@Option(names = "--cluster.control.directory", paramLabel = "<folder>",
			description = "Folder of the control sockets, where the master has another one than the default.")
	private @Nullable Path directory;

	@Option(names = "--timeout", paramLabel = "<duration>", converter = DurationConverter.class,
			description = "How long an answer of the master may take (default: 10s).")
	private Duration timeout = ControlClient.ANSWER_TIMEOUT;

	/**
	 * Connect to the master.
	 * @throws CommandFailedException if there is none, there are several, or it does not
	 * answer
	 */
	MasterConnection connect() {
		if (this.timeout.isZero()) {
			throw new CommandFailedException(ExitCode.USAGE, "--timeout: 0 (expected: a duration > 0, such as 10s)");
		}
		ControlFolder folder = folder();
		List<ControlSocket> all;
		try {
			all = folder.sockets();
		}
		catch (IOException ex) {
			throw new CommandFailedException(ExitCode.FAILED,
					"%s cannot be read: %s".formatted(folder.path(), ex.getMessage()));
		}
		return MasterConnection.open(choose(all, folder), this.timeout);
	}

	private ControlFolder folder() {
		Path configured = this.directory;
		String variable = System.getenv("CLUSTER_CONTROL_DIRECTORY");
		if (configured == null && variable != null) {
			configured = Path.of(variable);
		}
		return (configured != null) ? new ControlFolder(configured.toAbsolutePath())
				: ControlFolder.ofUser(System.getenv());
	}

	private ControlSocket choose(List<ControlSocket> all, ControlFolder folder) {
		ApplicationPath application = ApplicationPath.ofThisProcess();
		if (this.pid != null) {
			return ofProcess(this.pid, all, folder);
		}
		List<ControlSocket> own = all.stream()
			.filter((socket) -> socket.application().equals(application.digest()))
			.toList();
		if (own.isEmpty()) {
			throw new CommandFailedException(ExitCode.NO_MASTER,
					"No master of %s runs (%s)".formatted(application, running(all, folder)));
		}
		if (own.size() > 1) {
			throw new CommandFailedException(ExitCode.SEVERAL_MASTERS,
					"%d masters of %s run: choose one with --pid=<pid>, of %s".formatted(own.size(), application,
							pids(own)));
		}
		return own.get(0);
	}

	private static ControlSocket ofProcess(long pid, List<ControlSocket> all, ControlFolder folder) {
		return all.stream()
			.filter((socket) -> socket.pid() == pid)
			.findFirst()
			.orElseThrow(() -> new CommandFailedException(ExitCode.NO_MASTER,
					"No master has the process id %d (%s)".formatted(pid, running(all, folder))));
	}

	private static String running(List<ControlSocket> all, ControlFolder folder) {
		return all.isEmpty() ? "there is no control socket in " + folder.path()
				: "masters of other applications have the process ids " + pids(all) + "; --pid=<pid> chooses one";
	}

	private static String pids(List<ControlSocket> sockets) {
		return sockets.stream().map((socket) -> Long.toString(socket.pid())).collect(Collectors.joining(", "));
	}

}
