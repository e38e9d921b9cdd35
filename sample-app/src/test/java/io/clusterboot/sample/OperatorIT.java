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

package io.clusterboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator's commands, run as a user runs them: with the packaged jar.
 */
class OperatorIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@TempDir
	private Path directory;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void operatesARunningCluster() throws Exception {
		SampleJar jar = SampleJar.deployTo(this.directory);
		assertThat(run(jar, "status")).isEqualTo(new Answer(3, List.of(),
				List.of("No master of %s runs (there is no control socket in %s)".formatted(jar.file(), control()))));
		try (SampleProcess sample = start(jar)) {
			List<Worker> workers = sample.awaitServing();
			showsTheStatus(jar, sample, workers);
			Worker restarted = restarts(jar, sample, workers.get(1));
			scales(jar, sample);
			rolls(jar, sample);
			survivesABrokenDeployment(jar, sample);
			quarantines(jar, sample);
			dumps(jar, sample);
			noticesAMasterThatIsStopped(jar, sample);
			assertThat(restarted.slot()).isEqualTo(1);
			assertThat(run(jar, "stop")).isEqualTo(new Answer(0, List.of("The cluster stopped"), List.of()));
			assertThat(sample.awaitExit(DEADLINE)).isZero();
		}
		assertThat(control()).isEmptyDirectory();
	}

	private Path control() {
		return this.directory.resolve("control");
	}

	private SampleProcess start(SampleJar jar) {
		return jar.command()
			.workers(2)
			.arguments("--cluster.control.directory=" + control(), "--cluster.rolling.canary-time=500ms",
					"--cluster.drain-grace=100ms", "--cluster.thread-dump-directory=" + this.directory)
			.start();
	}

	private void showsTheStatus(SampleJar jar, SampleProcess sample, List<Worker> workers) throws Exception {
		sample.client().servedByOnNewConnection("/");
		Answer table = run(jar, "status", "--server.port=1");
		assertThat(table.code()).isZero();
		assertThat(table.out().get(0)).isEqualTo("serving  %s on *:%d".formatted(jar.file(), sample.port()));
		assertThat(table.out().get(1)).startsWith("master pid %d, generation 0, shared, up ".formatted(sample.pid()))
			.contains("2 of 2 workers ready");
		for (Worker worker : workers) {
			assertThat(table.out()).anyMatch((line) -> line
				.matches("%d +%d +%d +0 +ready .*M/\\d+M .*".formatted(worker.slot(), worker.id(), worker.pid())));
		}
		JsonNode status = json(run(jar, "status", "--json"));
		assertThat(status.path("master").path("pid").asLong()).isEqualTo(sample.pid());
		assertThat(status.path("workers")).hasSize(2).allSatisfy((worker) -> {
			assertThat(worker.path("state").asString()).isEqualTo("READY");
			assertThat(worker.path("residentBytes").asLong()).isGreaterThan(10_000_000);
			assertThat(worker.path("heap").path("usedBytes").asLong()).isPositive();
			assertThat(Duration.parse(worker.path("processorTime").asString())).isPositive();
		});
		long requests = 0;
		for (JsonNode worker : status.path("workers")) {
			requests += worker.path("traffic").path("requests").asLong();
		}
		assertThat(requests).isPositive();
	}

	private Worker restarts(SampleJar jar, SampleProcess sample, Worker worker) throws Exception {
		int position = sample.output().position();
		Answer answer = run(jar, "restart", "--slot=1");
		assertThat(answer.code()).isZero();
		Worker successor = sample.awaitListening(position, 1).get(0);
		assertThat(answer.out()).last()
			.asString()
			.isEqualTo("Worker %d (slot 1, pid %d) took the place".formatted(successor.id(), successor.pid()));
		assertThat(sample.workers()).hasSize(2).contains(successor).doesNotContain(worker);
		Answer unknown = run(jar, "restart", "--worker=99");
		assertThat(unknown.code()).isEqualTo(1);
		assertThat(unknown.err()).singleElement().asString().startsWith("there is no worker 99 (expected one of: ");
		return successor;
	}

	private void scales(SampleJar jar, SampleProcess sample) throws Exception {
		assertThat(run(jar, "scale", "--workers=3").out()).last().isEqualTo("The cluster has 3 workers");
		assertThat(sample.workers()).hasSize(3);
		assertThat(json(run(jar, "scale", "--workers=2", "--json")).path("outcome").asString()).isEqualTo("done");
		assertThat(sample.workers()).hasSize(2);
	}

	private void rolls(SampleJar jar, SampleProcess sample) throws Exception {
		jar.deploy("2");
		Answer answer = run(jar, "roll", "--wait=5m");
		assertThat(answer.err()).isEmpty();
		assertThat(answer.code()).isZero();
		assertThat(answer.out()).anyMatch((line) -> line.endsWith("Rolling restart to generation 1 begins: 2 workers"))
			.anyMatch((line) -> line.contains("is the canary of generation 1"));
		assertThat(answer.out()).last()
			.asString()
			.matches("Rolling restart to generation 1 finished after .*: 2 workers replaced");
		assertThat(sample.client().servedByOnNewConnection("/").version()).isEqualTo("2");
	}

	private void survivesABrokenDeployment(SampleJar jar, SampleProcess sample) throws Exception {
		jar.deploy("3", Fault.EXIT_AT_START);
		List<Worker> before = sample.workers();
		Answer answer = run(jar, "roll");
		assertThat(answer.code()).isEqualTo(1);
		assertThat(answer.err().get(0)).contains("Rolling restart to generation 2 failed: worker ",
				"ended with exit code 3 before it was ready");
		assertThat(answer.err()).hasSizeGreaterThan(1);
		assertThat(sample.workers()).isEqualTo(before);
		assertThat(sample.client().servedByOnNewConnection("/").version()).isEqualTo("2");
		assertThat(run(jar, "status").out())
			.anyMatch((line) -> line.contains("Rolling restart to generation 2 failed"));
		jar.deploy("4");
	}

	private void quarantines(SampleJar jar, SampleProcess sample) throws Exception {
		Worker worker = sample.workers().get(0);
		Answer answer = run(jar, "quarantine", "--slot=0");
		assertThat(answer.err()).isEmpty();
		assertThat(answer.out()).last()
			.isEqualTo("Worker %d (slot 0, pid %d) is out of rotation".formatted(worker.id(), worker.pid()));
		JsonNode status = json(run(jar, "status", "--json"));
		assertThat(status.path("workers")).hasSize(3);
		assertThat(status.path("master").path("ready").asInt()).isEqualTo(2);
		for (int i = 0; i < 40; i++) {
			assertThat(sample.client().servedByOnNewConnection("/").pid()).isNotEqualTo(worker.pid());
		}
		assertThat(ProcessHandle.of(worker.pid())).isPresent();
		assertThat(run(jar, "release", "--slot=0").out()).last().asString().endsWith("is released, and drains");
		SampleProcess.awaitEnd(worker.pid(), DEADLINE);
	}

	private void dumps(SampleJar jar, SampleProcess sample) throws Exception {
		Answer answer = run(jar, "dump", "--slot=1");
		assertThat(answer.code()).isZero();
		assertThat(answer.out()).anyMatch((line) -> line.startsWith("Full thread dump"))
			.anyMatch((line) -> line.startsWith("\"cluster-heartbeat\""));
		assertThat(Path.of(answer.err().get(0).replace("Written to ", ""))).exists();
		assertThat(run(jar, "events").out()).anyMatch((line) -> line.contains("Cluster serves on *:" + sample.port()));
	}

	private void noticesAMasterThatIsStopped(SampleJar jar, SampleProcess sample) throws Exception {
		String begin = "The master (pid %d) has not answered within ".formatted(sample.pid());
		String reason = ": it was stopped by a signal, and the signal CONT continues it";
		int position = sample.output().position();
		RunningCommand restart = begin(jar, "restart", "--slot=1", "--timeout=5s");
		sample.output().await(position, SampleProcess.FORKED, DEADLINE);
		SampleProcess.pause(sample.pid());
		try {
			Answer silent = restart.await();
			assertThat(silent.code()).isEqualTo(5);
			assertThat(silent.err()).last().asString().startsWith(begin).endsWith(reason);
			for (String command : List.of("status", "events", "stop")) {
				assertThat(run(jar, command, "--timeout=500ms"))
					.isEqualTo(new Answer(5, List.of(), List.of(begin + "500ms" + reason)));
			}
		}
		finally {
			sample.signal("CONT");
		}
		sample.awaitListening(position, 1);
		assertThat(run(jar, "status").code()).as("no stop was asked for").isZero();
	}

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void choosesAmongSeveralMasters() throws Exception {
		SampleJar jar = SampleJar.deployTo(this.directory);
		try (SampleProcess first = start(jar); SampleProcess second = start(jar)) {
			first.awaitServing();
			second.awaitServing();
			Answer several = run(jar, "status");
			assertThat(several.code()).isEqualTo(4);
			assertThat(several.err()).singleElement()
				.asString()
				.contains("2 masters of " + jar.file(), Long.toString(first.pid()), Long.toString(second.pid()));
			assertThat(json(run(jar, "status", "--json", "--pid=" + second.pid())).path("master").path("pid").asLong())
				.isEqualTo(second.pid());
			second.signal("KILL");
			SampleProcess.awaitEnd(second.pid(), DEADLINE);
			assertThat(json(run(jar, "status", "--json")).path("master").path("pid").asLong()).isEqualTo(first.pid());
		}
	}

	private static JsonNode json(Answer answer) {
		assertThat(answer.err()).isEmpty();
		assertThat(answer.code()).isZero();
		return JsonMapper.shared().readTree(String.join("\n", answer.out()));
	}

	private Answer run(SampleJar jar, String command, String... options) throws IOException, InterruptedException {
		return begin(jar, command, options).await();
	}

	private RunningCommand begin(SampleJar jar, String command, String... options) throws IOException {
		List<String> words = new ArrayList<>(List.of(SampleCommand.java(), "-XX:TieredStopAtLevel=1", "-jar",
				jar.file().toString(), "--cluster.command=" + command, "--cluster.control.directory=" + control()));
		words.addAll(List.of(options));
		Path out = Files.createTempFile(this.directory, "out", ".txt");
		Path err = Files.createTempFile(this.directory, "err", ".txt");
		return new RunningCommand(command,
				new ProcessBuilder(words).redirectOutput(out.toFile())
					.redirectError(err.toFile())
					.redirectInput(Path.of("/dev/null").toFile())
					.start(),
				out, err);
	}

	/**
	 * A command that runs.
	 *
	 * @param out the file with its output
	 * @param err the file with its errors
	 */
	private record RunningCommand(String name, Process process, Path out, Path err) {

		private Answer await() throws IOException, InterruptedException {
			try {
				assertThat(this.process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).as(this.name).isTrue();
				return new Answer(this.process.exitValue(), Files.readAllLines(this.out), Files.readAllLines(this.err));
			}
			finally {
				this.process.destroyForcibly();
			}
		}

	}

	/**
	 * What a command wrote.
	 *
	 * @param code its exit code
	 */
	private record Answer(int code, List<String> out, List<String> err) {

	}

}
