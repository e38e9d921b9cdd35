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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.control.ApplicationPath;
import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import io.clusterboot.cluster.control.ControlServer;
import io.clusterboot.cluster.control.EventBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandTool} and the {@link Commands}, against a control socket of
 * this process.
 */
@Timeout(60)
class CommandToolTests {

	@TempDir
	private Path temp;

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final List<ControlCall> calls = new CopyOnWriteArrayList<>();

	private ControlOutcome outcome = new ControlOutcome.Done("all done", null);

	private int pending;

	/**
	 * How many requests are answered; after that the master is silent.
	 */
	private int answered = Integer.MAX_VALUE;

	private int run(String command, String... options) {
		List<String> all = Stream
			.concat(Stream.of(options), Stream.of("--cluster.control.directory=" + this.temp.resolve("control")))
			.toList();
		return Commands.run(new CommandArguments(command, all),
				new Terminal(new PrintWriter(this.out, true), new PrintWriter(this.err, true), false, Ansi.OFF));
	}

	private ControlServer master() throws IOException {
		return ControlServer.open(new ControlFolder(this.temp.resolve("control")), ApplicationPath.ofThisProcess(),
				this::answer);
	}

	private static void served(ControlServer server, Runnable commands) {
		try {
			commands.run();
		}
		finally {
			server.close();
		}
	}

	private CompletableFuture<JsonNode> answer(JsonNode request) {
		if (this.answered-- <= 0) {
			return new CompletableFuture<>();
		}
		ControlCall call = ControlCodec.decode(request);
		ControlOutcome answer = this.outcome;
		if (call.request() instanceof ControlRequest.Events) {
			answer = new ControlOutcome.Done("", ControlCodec.json(new EventBatch(List.of(), -1)));
		}
		else {
			this.calls.add(call);
			if (this.pending > 0) {
				this.pending--;
				answer = call.patience().isZero() ? new ControlOutcome.Accepted("accepted")
						: new ControlOutcome.Late("late");
			}
		}
		return CompletableFuture.completedFuture(ControlCodec.encode(call.id(), answer));
	}

	@Test
	void unknownCommandNamesKeyValueAndExpectation() {
		assertThat(run("stauts")).isEqualTo(2);
		assertThat(this.err.toString()).startsWith(
				"cluster.command: stauts (expected one of: run, prepare, help, status, watch, roll, restart, scale, ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--boom", "--slot=x", "--slot", "argument", "--wait=5" })
	void wrongOptionIsWrongUsage(String option) {
		assertThat(run("restart", "--worker=1", option)).isEqualTo(2);
		assertThat(this.err.toString()).isNotBlank();
		assertThat(this.calls).isEmpty();
	}

	@Test
	void missingTargetIsWrongUsage() {
		assertThat(run("quarantine")).isEqualTo(2);
		assertThat(this.err.toString()).contains("--slot").contains("--worker");
	}

	@Test
	void helpTellsCommandsAndOptions() {
		assertThat(run("help")).isZero();
		assertThat(this.out.toString()).contains("status", "quarantine", "Exit codes", "124");
		assertThat(run("roll", "--help")).isZero();
		assertThat(this.out.toString()).contains("--wait=<duration>", "--request-id=<id>", "--pid=<pid>");
	}

	@Test
	void withoutAMasterItSaysWhereItLooked() {
		assertThat(run("status")).isEqualTo(3);
		assertThat(this.err.toString()).startsWith("No master of ").contains(this.temp.resolve("control").toString());
	}

	@Test
	void masterOfAnotherApplicationIsNamed() throws IOException {
		served(ControlServer.open(new ControlFolder(this.temp.resolve("control")), new ApplicationPath("/other.jar"),
				this::answer), () -> {
					long pid = ProcessHandle.current().pid();
					assertThat(run("roll")).isEqualTo(3);
					assertThat(this.err.toString())
						.contains("masters of other applications have the process ids " + pid);
					assertThat(run("roll", "--pid=" + pid)).isZero();
					assertThat(run("roll", "--pid=1")).isEqualTo(3);
				});
	}

	@Test
	void changeIsAskedForUntilItIsDone() throws IOException {
		this.pending = 2;
		this.outcome = new ControlOutcome.Done("2 workers replaced",
				ControlCodec.json(new RollResult(1, 2, Duration.ofSeconds(3))));
		served(master(), () -> {
			assertThat(run("roll")).isZero();
		});
		assertThat(this.out.toString()).isEqualToIgnoringNewLines("2 workers replaced");
		assertThat(this.calls).hasSize(3).extracting(ControlCall::id).containsOnly(this.calls.get(0).id());
	}

	@Test
	void changeThatTakesTooLongEndsWith124() throws IOException {
		this.pending = Integer.MAX_VALUE;
		served(master(), () -> {
			assertThat(run("scale", "--workers=3", "--wait=50ms")).isEqualTo(124);
			assertThat(this.err.toString()).contains("late");
			assertThat(run("scale", "--workers=3", "--wait=0")).isZero();
		});
	}

	@Test
	void failureEndsWithItsReasonAndTheLastLines() throws IOException {
		this.outcome = new ControlOutcome.Failed("the canary died", List.of("its last line"));
		served(master(), () -> {
			assertThat(run("roll", "--request-id=7")).isEqualTo(1);
			assertThat(this.err.toString()).contains("the canary died", "    its last line");
			assertThat(run("roll", "--json")).isEqualTo(1);
		});
		assertThat(this.calls.get(0).id()).isEqualTo("7");
		assertThat(this.out.toString()).contains("\"outcome\":\"failed\"", "\"lastOutput\":[\"its last line\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "status", "watch", "roll", "restart --slot=0", "scale --workers=2", "quarantine --slot=0",
			"release --slot=0", "stop", "events", "events --follow" })
	void masterThatDoesNotAnswerEndsTheCommandWith5(String command) throws IOException {
		this.answered = 0;
		List<String> words = List.of(command.split(" "));
		served(master(), () -> {
			String[] options = Stream.concat(words.stream().skip(1), Stream.of("--timeout=50ms"))
				.toArray(String[]::new);
			assertThat(run(words.get(0), options)).isEqualTo(5);
		});
		assertThat(this.err.toString())
			.matches("The master \\(pid %d\\) has not answered within \\S+: it is very busy .*\\s+"
				.formatted(ProcessHandle.current().pid()));
		assertThat(this.out.toString()).isEmpty();
	}

	/**
	 * It answers what a change needs: the number of the last event, that the change has
	 * begun, and twice that it goes on, with the events of the meantime.
	 */
	@Test
	void masterThatFallsSilentDuringAChangeIsNoticed() throws IOException {
		this.answered = 6;
		this.pending = Integer.MAX_VALUE;
		served(master(), () -> {
			assertThat(run("roll", "--timeout=2s")).isEqualTo(5);
		});
		assertThat(this.err.toString()).contains("has not answered within");
		assertThat(this.calls).hasSize(3);
	}

	/**
	 * The socket gets the name of one of another process, whose end can be waited for.
	 */
	@Test
	void masterThatFallsSilentWhileItStopsIsNoticed() throws IOException {
		this.answered = 2;
		Process other = new ProcessBuilder("sleep", "60").start();
		try (ControlServer server = master()) {
			Path name = server.path().getFileName();
			Files.move(server.path(),
					server.path().resolveSibling(name.toString().replaceFirst("^\\d+", Long.toString(other.pid()))));
			assertThat(run("stop", "--timeout=2s")).isEqualTo(5);
		}
		finally {
			other.destroyForcibly();
		}
		assertThat(this.err.toString()).contains("The master (pid %d) has not answered".formatted(other.pid()));
		assertThat(this.calls).singleElement().satisfies((call) -> assertThat(call.request().name()).isEqualTo("stop"));
	}

	@Test
	void timeoutOfZeroIsWrongUsage() {
		assertThat(run("status", "--timeout=0")).isEqualTo(2);
		assertThat(this.err.toString()).startsWith("--timeout: 0 (expected: a duration > 0, such as 10s)");
	}

	@Test
	void completionKnowsTheCommands() {
		assertThat(run("completion", "--name=app")).isEqualTo(2);
		assertThat(Commands.run(new CommandArguments("completion", List.of("--name=myapp")),
				new Terminal(new PrintWriter(this.out, true), new PrintWriter(this.err, true), false, Ansi.OFF)))
			.isZero();
		assertThat(this.out.toString()).contains("complete -F _complete_myapp", "quarantine", "--request-id");
	}

	@Test
	void argumentsOfTheApplicationAreLeftOut() {
		List<String> arguments = List.of("--server.port=1", "--cluster.command=Scale", "--workers=2", "--spring.x",
				"--cluster.control.directory=/run/x");
		assertThat(CommandArguments.of(arguments, Map.<String, String>of()::get, Map.<String, String>of()::get))
			.hasValue(new CommandArguments("scale", List.of("--workers=2", "--cluster.control.directory=/run/x")));
		assertThat(
				CommandArguments.of(List.of(), Map.of("cluster.command", "status")::get, Map.<String, String>of()::get))
			.hasValue(new CommandArguments("status", List.of()));
		assertThat(
				CommandArguments.of(List.of(), Map.<String, String>of()::get, Map.of("CLUSTER_COMMAND", "roll")::get))
			.hasValue(new CommandArguments("roll", List.of()));
		assertThat(CommandArguments.of(List.of("x"), Map.<String, String>of()::get, Map.<String, String>of()::get))
			.isEmpty();
	}

	@Test
	void applicationStartsWithoutACommandAndToPrepare() {
		assertThat(CommandTool.run(List.of("--server.port=1"))).isEmpty();
		assertThat(CommandTool.run(List.of("--cluster.command=prepare"))).isEmpty();
		assertThat(CommandTool.run(List.of("--cluster.command=run"))).isEmpty();
	}

}
