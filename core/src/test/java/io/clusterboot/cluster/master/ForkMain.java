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

package io.clusterboot.cluster.master;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.cluster.launch.ConfigurationVersions;
import io.clusterboot.cluster.launch.CopyingDeploymentStore;
import io.clusterboot.cluster.launch.WorkerImages;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SpawnException;
import io.clusterboot.process.Stdio;
import io.clusterboot.process.command.JavaCommand;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.awaitility.Awaitility.await;

/**
 * A process that forks while something is missing, as its first argument says, and again
 * when it is there, and prints how that ended. Its workers print where they are.
 */
final class ForkMain {

	private static final int DEADLINE_SECONDS = 120;

	private final ProcessForker forker;

	private final Scoreboard scoreboard = Scoreboard.create(4, 4);

	private final CopyingDeploymentStore store;

	private final WorkerLaunch launch;

	private int forks;

	private ForkMain(Path base, WorkerLaunch launch) {
		this.store = CopyingDeploymentStore.in(base, List.of(), WorkerImages.NONE);
		this.forker = new ProcessForker(MasterSettings.of(1), this.scoreboard.descriptor(), this.store);
		this.launch = launch;
	}

	public static void main(String[] args) throws Exception {
		if (args[0].equals("worker")) {
			System.out.println("worker in " + Path.of("").toRealPath() + " with " + (args.length - 1)
					+ (Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1).contains("@")
							? " in a file" : ""));
			return;
		}
		// What a log line needs is there before descriptors run out
		LoggerFactory.getLogger(ForkMain.class).warn("Without {}", args[0]);
		Path base = Path.of(args[1]);
		JavaCommand command = JavaCommand.ofThisProcess().withArguments(List.of("worker"));
		new ForkMain(base, new WorkerLaunch(command, Map.of("PATH", "/usr/bin:/bin"), null)).run(args[0], base);
	}

	private void run(String missing, Path base) throws Exception {
		System.out.println("healthy: " + fork(this.launch));
		long descriptors = descriptors();
		switch (missing) {
			case "descriptors" -> withoutDescriptors();
			case "helper" -> {
				Path helper = Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");
				helper.toFile().setExecutable(false, false);
				System.out.println("failed: " + fork(this.launch));
				helper.toFile().setExecutable(true, false);
			}
			case "directory" -> {
				Files.delete(Path.of("").toRealPath());
				System.out.println("elsewhere: " + fork(this.launch));
			}
			case "environment" ->
				System.out.println("failed: " + fork(this.launch.withVariables(Map.of("LONG", "x".repeat(140_000)))));
			case "arguments" -> {
				List<String> arguments = Stream
					.concat(Stream.of("worker"), Stream.generate(() -> "x".repeat(1000)).limit(3000))
					.toList();
				System.out.println("long: " + fork(this.launch.withArguments(arguments)));
				System.out.println("left: " + count(base, "*.args"));
			}
			case "shell" -> {
				System.out.println("failed: " + fork(this.launch.withStdio(0, Stdio.inherit())));
				System.out.println("path: " + fork(this.launch.appendVmOptions(
						List.of("-cp", System.getProperty("java.class.path") + ":/no/such.jar".repeat(8000)))));
				System.out.println("text: " + fork(this.launch.withArguments(List.of("worker", "\u00e4\udcff"))));
				System.out.println("left: " + count(base, "*.args"));
				System.out.println("signal: " + signal());
			}
			case "jar" -> System.out.println("failed: " + fork(this.launch.withJar(base.resolve("gone.jar"))));
			default -> throw new IllegalArgumentException(missing);
		}
		System.out.println("input: " + Files.exists(Path.of("/proc/self/fd/0"), LinkOption.NOFOLLOW_LINKS));
		System.out.println("leaked: " + leaked(descriptors));
		System.out.println("recovered: " + fork(this.launch));
		this.forker.close();
		this.store.close();
		this.scoreboard.close();
	}

	private void withoutDescriptors() throws Exception {
		Deque<FileInputStream> taken = new ArrayDeque<>();
		try {
			while (true) {
				taken.add(new FileInputStream("/dev/null"));
			}
		}
		catch (IOException ex) {
			// All are taken
		}
		// Whatever the fork gets to, it fails and gives back what it had
		String outcome = fork(this.launch);
		while (outcome.startsWith("not forked") && !taken.isEmpty()) {
			System.out.println("failed: " + outcome);
			taken.remove().close();
			outcome = fork(this.launch);
		}
		while (!taken.isEmpty()) {
			taken.remove().close();
		}
	}

	private static String signal() {
		try {
			return CurrentProcess.get().kill(ProcessHandle.current().pid(), Signal.SIGQUIT).toString();
		}
		catch (SpawnException ex) {
			return ex.getMessage();
		}
	}

	private String fork(WorkerLaunch changed) throws Exception {
		int id = ++this.forks;
		Outcome outcome = new Outcome();
		int row = this.scoreboard.allocate();
		this.forker.fork(
				new ForkRequest(new WorkerNumbers(id, 0, 0, 0), 1, changed, ConfigurationVersions.NONE, Map.of(), row),
				outcome);
		try {
			return outcome.future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
		}
		finally {
			this.scoreboard.free(row);
		}
	}

	/**
	 * Return how many descriptors are left. A channel and the pipes of an output are
	 * closed on threads of their own, which may come after the report of the exit.
	 */
	private static long leaked(long before) throws IOException {
		try {
			await().atMost(DEADLINE_SECONDS, TimeUnit.SECONDS).until(() -> descriptors() <= before);
			return 0;
		}
		catch (ConditionTimeoutException ex) {
			return descriptors() - before;
		}
	}

	private static long descriptors() throws IOException {
		return count(Path.of("/proc/self/fd"), "*");
	}

	private static long count(Path directory, String glob) throws IOException {
		try (var entries = Files.newDirectoryStream(directory, glob)) {
			return Stream.iterate(entries.iterator(), (each) -> each.hasNext(), (each) -> {
				each.next();
				return each;
			}).count();
		}
	}

	/**
	 * How a fork ended.
	 */
	private static final class Outcome implements WorkerCallbacks {

		private final CompletableFuture<String> future = new CompletableFuture<>();

		private volatile @Nullable WorkerProcess process;

		@Override
		public void forked(WorkerProcess started) {
			this.process = started;
		}

		@Override
		public void forkFailed(Exception cause) {
			this.future.complete("not forked, " + cause.getMessage());
		}

		@Override
		public void internalMessage(JsonNode frame) {
		}

		@Override
		public void message(JsonNode message) {
		}

		@Override
		public void threadsDumped(@Nullable Path file) {
		}

		@Override
		public void disconnected() {
		}

		@Override
		public void exited(ExitStatus status) {
			WorkerProcess ended = this.process;
			this.future.complete("forked, " + status.code() + ", " + ((ended != null) ? ended.lastOutput() : "?"));
		}

	}

}
