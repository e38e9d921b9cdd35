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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of several processes: who wrote a line, in which file, and that none is lost,
 * doubled or mixed with others.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LoggingIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int LINES = 20;

	private static final Pattern SHARED = Pattern.compile("The log file (\\S+) is written by several processes");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void eachLineIsInOneFileAndSaysWhoWroteIt(SampleLogging logging) {
		List<String> marks;
		List<Worker> before;
		List<Worker> after;
		try (SampleProcess sample = logging.sample()
			.workers(2)
			.vmArguments("-Dreactor.netty.http.server.accessLogEnabled=true")
			.arguments("--logging.file.name=" + this.directory.resolve("app.log"),
					"--logging.structured.format.file=ecs", logging.rotation("max-file-size", "20KB"),
					logging.rotation("max-history", "1000"), "--cluster.rolling.canary-time=100ms")
			.start()) {
			before = sample.awaitServing();
			sample.awaitLine("Each worker writes log files of its own: \\S+/app-worker-<slot>\\.log$", DEADLINE);
			Marks sent = Marks.start(sample.client());
			try (sent) {
				sent.await(30);
				assertThat(sample.roll().finished()).isTrue();
				sent.await(30);
			}
			marks = sent.sent();
			after = sample.workers();
			assertThat(sample.output().all(0, SHARED)).isEmpty();
			for (Worker worker : before) {
				String tag = "[worker-%d #%d g0]".formatted(worker.slot(), worker.id());
				assertThat(sample.output().all()).anyMatch((line) -> line.contains(tag));
			}
		}
		LogFolder folder = LogFolder.read(this.directory);
		assertThat(folder.current()).containsExactly("app-worker-0-2.log", "app-worker-0.log", "app-worker-1-2.log",
				"app-worker-1.log", "app.log");
		assertThat(folder.lines().keySet()).anyMatch((name) -> name.matches("app-worker-0\\.log\\..+\\.gz"));
		List<String> messages = folder.all().stream().map((line) -> json(line).path("message").asString()).toList();
		for (String mark : marks) {
			assertThat(messages).filteredOn((message) -> message.startsWith(mark + " "))
				.containsExactlyInAnyOrderElementsOf(expected(mark));
			assertThat(messages).filteredOn((message) -> message.contains("mark=" + mark + " ")).hasSize(1);
		}
		assertThat(folder.linesOf("app.log")).map(LoggingIT::fields).containsOnly("{\"role\":\"master\"}");
		for (Worker worker : before) {
			assertThat(folder.linesOf("app-worker-%d.log".formatted(worker.slot()))).map(LoggingIT::fields)
				.contains(fields(worker, 0));
		}
		for (Worker worker : after) {
			assertThat(folder.linesOf("app-worker-%d-2.log".formatted(worker.slot()))).map(LoggingIT::fields)
				.containsOnly(fields(worker, 1));
		}
	}

	private static void writesItsLastWordsOnALineOfTheirOwn(SampleProcess sample) {
		List<Worker> workers = sample.workers();
		int position = sample.output().position();
		SampleClient client = sample.client();
		SampleProcess.whileOthersPause(workers.get(0), workers, () -> {
			int status = client.post("/print?text=unfinished", "").statusCode();
			client.crash("halt", 3);
			return status;
		});
		sample.output().await(position, Pattern.compile("^unfinished$"), DEADLINE);
		sample.awaitWorkers(2, DEADLINE);
	}

	private static String fields(Worker worker, int generation) {
		return "worker %d %d %d".formatted(worker.slot(), worker.id(), generation);
	}

	private static String fields(String line) {
		JsonNode fields = json(line).path("clusterboot");
		return (fields.size() == 4) ? "%s %s %s %s".formatted(fields.path("role").asString(),
				fields.path("slot").asString(), fields.path("worker").asString(), fields.path("generation").asString())
				: fields.toString();
	}

	private static List<String> expected(String mark) {
		return IntStream.rangeClosed(1, LINES).mapToObj((line) -> "%s %d of %d".formatted(mark, line, LINES)).toList();
	}

	private static JsonNode json(String line) {
		return JsonMapper.shared().readTree(line);
	}

	@ParameterizedTest
	@CsvSource({ "logstash, message, clusterboot.slot", "gelf, short_message, _clusterboot.slot" })
	void longLinesOfSeveralWorkersAreNeverMixed(String format, String messageField, String slotField) throws Exception {
		int length = 200_000;
		int requests = 8;
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--logging.structured.format.console=" + format)
			.start()) {
			SampleClient client = sample.client();
			ExecutorService threads = Executors.newFixedThreadPool(requests);
			try {
				for (int request = 0; request < requests; request++) {
					threads.execute(() -> client.getOnNewConnection("/log?mark=Long&lines=5&length=" + length));
				}
				sample.output().await(0, Pattern.compile("\"Long \\d of 5x+\""), 5 * requests, DEADLINE);
			}
			finally {
				threads.shutdownNow();
			}
			Set<String> slots = new HashSet<>();
			for (String line : sample.output().all()) {
				if (line.contains("xxx") || line.contains("Long ")) {
					JsonNode json = json(line);
					assertThat(json.path(messageField).asString()).matches("Long \\d of 5x{" + length + "}");
					slots.add(json.path(slotField).asString());
				}
			}
			assertThat(slots).isNotEmpty().isSubsetOf("0", "1");
			assertThat(sample.output().all()).noneMatch((line) -> line.contains("of output"));
		}
	}

	@Test
	void log4jHasTheFieldsInGelfAndLogstash() {
		try (SampleProcess sample = SampleLogging.LOG4J2.sample()
			.workers(1)
			.arguments("--logging.structured.format.console=gelf", "--logging.structured.format.file=logstash",
					"--logging.file.name=" + this.directory.resolve("app.log"))
			.start()) {
			assertThat(sample.client().logLines(1)).isOne();
			Pattern line = Pattern.compile("\"short_message\":\"Line 1 of 1\"");
			sample.output().await(0, line, DEADLINE);
			assertThat(sample.output().all()).filteredOn((text) -> line.matcher(text).find())
				.singleElement()
				.extracting(LoggingIT::json)
				.satisfies((json) -> assertFieldsOfFirstWorker(json, "_"));
			assertThat(sample.output().all()).as("of the master")
				.anyMatch((text) -> text.contains("\"_clusterboot.role\":\"master\""));
		}
		assertThat(LogFolder.read(this.directory).linesOf("app-worker-0.log")).map(LoggingIT::json)
			.filteredOn((json) -> json.path("message").asString().equals("Line 1 of 1"))
			.singleElement()
			.satisfies((json) -> assertFieldsOfFirstWorker(json, ""));
	}

	private static void assertFieldsOfFirstWorker(JsonNode json, String prefix) {
		assertThat(Stream.of("role", "slot", "worker", "generation")
			.map((name) -> json.path(prefix + "clusterboot." + name).asString()))
			.containsExactly("worker", "0", "1", "0");
	}

	@Test
	void configurationOfTheApplicationHasTheFieldsAndIsWarnedOfAFileThatAllWrite() throws Exception {
		Path file = this.directory.resolve("all.log");
		Path configuration = Files.writeString(this.directory.resolve("logback.xml"), """
				<configuration>
				  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
				    <encoder><pattern>%X{clusterboot.role} %X{clusterboot.slot:-none} %logger : %m%n</pattern></encoder>
				  </appender>
				  <appender name="FIXED" class="ch.qos.logback.core.FileAppender">
				    <file>FIXED</file>
				    <encoder><pattern>%m%n</pattern></encoder>
				  </appender>
				  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
				    <file>${LOG_FILE}</file>
				    <encoder><pattern>%m%n</pattern></encoder>
				  </appender>
				  <root level="INFO">
				    <appender-ref ref="CONSOLE"/><appender-ref ref="FIXED"/><appender-ref ref="FILE"/>
				  </root>
				</configuration>
				""".replace("FIXED</file>", file + "</file>"));
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--logging.config=" + configuration, "--logging.file.name=" + this.directory.resolve("own.log"))
			.start()) {
			sample.awaitServing();
			assertThat(sample.client().logLines(1)).isOne();
			sample.awaitLine("^worker [01] io\\.clusterboot\\.sample\\.TroubleController : Line 1 of 1$", DEADLINE);
			assertThat(sample.output().all()).anyMatch((line) -> line.startsWith("master none "));
			assertThat(sample.output().all(0, SHARED)).singleElement()
				.satisfies((match) -> assertThat(match.group(1)).isEqualTo(file.toRealPath().toString()));
			writesItsLastWordsOnALineOfTheirOwn(sample);
		}
		assertThat(this.directory.resolve("own-worker-0.log")).isNotEmptyFile();
		assertThat(this.directory.resolve("own-worker-1.log")).isNotEmptyFile();
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void accessLogHasEachRequestOnce(SampleServer server) {
		int requests = 40;
		try (SampleProcess sample = server.sample()
			.workers(2)
			.arguments("--server.tomcat.accesslog.enabled=true",
					"--server.tomcat.accesslog.directory=" + this.directory, "--server.tomcat.accesslog.prefix=access",
					"--server.tomcat.accesslog.rotate=false", "--server.jetty.accesslog.enabled=true",
					"--server.jetty.accesslog.append=true",
					"--server.jetty.accesslog.filename=" + this.directory.resolve("access.log"),
					"--cluster.rolling.canary-time=100ms")
			.start()) {
			sample.awaitServing();
			SampleClient client = sample.client();
			IntStream.range(0, requests).forEach((i) -> client.getOnNewConnection("/client?n=" + i + "."));
			assertThat(sample.roll().finished()).isTrue();
			IntStream.range(requests, 2 * requests).forEach((i) -> client.getOnNewConnection("/client?n=" + i + "."));
		}
		LogFolder folder = LogFolder.read(this.directory);
		assertThat(folder.current()).containsExactly("access-worker-0-2.log", "access-worker-0.log",
				"access-worker-1-2.log", "access-worker-1.log");
		List<String> lines = folder.all();
		for (int i = 0; i < 2 * requests; i++) {
			String query = "/client?n=" + i + ".";
			assertThat(lines).filteredOn((line) -> line.contains(query)).as(query).hasSize(1);
		}
	}

	/**
	 * Requests that log lines, one after the other, each with a mark of its own.
	 *
	 * @param sent the marks of the requests that were answered
	 */
	private record Marks(List<String> sent, AtomicBoolean end, CompletableFuture<Void> ended) implements AutoCloseable {

		private static Marks start(SampleClient client) {
			List<String> sent = new ArrayList<>();
			AtomicBoolean end = new AtomicBoolean();
			CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
				for (int i = 0; !end.get(); i++) {
					String mark = "m" + i;
					SampleClient.Answer answer = client.getOnNewConnection("/log?lines=" + LINES + "&mark=" + mark);
					assertThat(answer.status()).isEqualTo(200);
					synchronized (sent) {
						sent.add(mark);
						sent.notifyAll();
					}
				}
			}, (task) -> new Thread(task, "marks").start());
			return new Marks(sent, end, ended);
		}

		/**
		 * Wait until a number of further requests were answered.
		 */
		private void await(int count) {
			synchronized (this.sent) {
				int expected = this.sent.size() + count;
				long deadline = System.nanoTime() + DEADLINE.toNanos();
				while (this.sent.size() < expected && !this.ended.isDone()) {
					assertThat(System.nanoTime()).isLessThan(deadline);
					try {
						this.sent.wait(1000);
					}
					catch (InterruptedException ex) {
						throw new AssertionError(ex);
					}
				}
			}
		}

		@Override
		public void close() {
			this.end.set(true);
			this.ended.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
		}

	}

}
