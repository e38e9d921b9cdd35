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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link ZombieReaper}, in a JVM that is PID 1 of a namespace.
 */
@Timeout(300)
class ZombieReaperTests {

	private static final List<String> NAMESPACE = List.of("unshare", "--pid", "--fork", "--mount-proc");

	private static final boolean FOREIGN_FUNCTIONS = Runtime.version().feature() >= 22;

	@RegisterExtension
	private final Children children = new Children();

	@Test
	void orphansAreTakenAwayAndOwnChildrenAreNot() throws Exception {
		List<String> options = FOREIGN_FUNCTIONS ? List.of("--enable-native-access=ALL-UNNAMED")
				: List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");
		ChildProcess unshare = start(options);
		List<String> lines = linesUntil(unshare, "reaped");
		assertThat(lines).startsWith("pid 1").noneMatch((line) -> line.contains("--init"));
		for (int i = 0; i < 20; i++) {
			assertThat(lines).contains("exit " + i + " was " + i);
		}
		terminate(unshare);
	}

	@Test
	void whatToDoIsSaidWhereThereIsNoWay() throws Exception {
		ChildProcess unshare = start(List.of());
		String last = FOREIGN_FUNCTIONS ? "reaped" : "docker run --init";
		assertThat(linesUntil(unshare, last)).anyMatch((line) -> line.contains(last));
		terminate(unshare);
	}

	private ChildProcess start(List<String> options) throws IOException, InterruptedException {
		List<String> probe = new ArrayList<>(NAMESPACE);
		probe.add("true");
		assumeTrue(canRun(probe), "Missing tool: unshare, with the rights to use it");
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec 2>&1 \"$@\"", "sh"));
		command.addAll(NAMESPACE);
		command.add("--kill-child");
		command.add(Children.java());
		command.addAll(options);
		command.addAll(Children.vmOptions());
		command.add(ReaperMain.class.getName());
		return this.children.spawn(command,
				SpawnOptions.defaults().withStdio(Stdio.discard(), Stdio.pipe(), Stdio.inherit()));
	}

	private static boolean canRun(List<String> command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Read lines until all children are told of and the last thing has happened.
	 */
	private static List<String> linesUntil(ChildProcess child, String last) throws IOException {
		BufferedReader reader = new BufferedReader(new InputStreamReader(child.stdout().orElseThrow()));
		List<String> lines = new ArrayList<>();
		boolean found = false;
		boolean ready = false;
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			lines.add(line);
			found |= line.contains(last);
			ready |= line.equals("ready");
			if (found && ready) {
				return lines;
			}
		}
		return lines;
	}

	/**
	 * Send SIGTERM to the JVM, whose exit code unshare passes on.
	 */
	private static void terminate(ChildProcess unshare) {
		Optional<ProcessHandle> jvm = ProcessHandle.of(unshare.pid())
			.flatMap((handle) -> handle.children().findFirst());
		assertThat(Signal.SIGTERM.sendTo(jvm.orElseThrow().pid())).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(Children.await(unshare.onExit())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
	}

}
