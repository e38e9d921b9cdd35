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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's support of Docker Compose in a cluster of the packaged sample, with a
 * {@code docker} command that answers as the real one does and notes who asked for what.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DockerComposeIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String ID = "f5af31dae7f665bd194ec7261bdc84e5df9c64753abb4a6cec6c33f7cf64c3fc";

	@TempDir
	private Path directory;

	@Test
	void masterStartsTheServicesAndWorkersFindThem() throws IOException {
		Files.writeString(this.directory.resolve("compose.yaml"), """
				services:
				  db:
				    image: postgres:17
				""");
		try (ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			writeDocker(database.getLocalPort());
			try (SampleProcess sample = sample().start()) {
				List<Worker> workers = sample.awaitServing();
				Set<String> connections = new HashSet<>();
				for (Worker worker : workers) {
					connections.add(SampleProcess.whileOthersPause(worker, workers,
							() -> sample.client().getOnNewConnection("/connection").body()));
				}
				assertThat(connections).singleElement(InstanceOfAssertFactories.STRING)
					.startsWith("jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/orders");
				assertThat(askedFor(" up ")).containsExactly(sample.pid());
				Worker victim = workers.get(1);
				SampleProcess.signal("TERM", victim.pid());
				sample.output()
					.await("another worker in slot 1",
							(lines) -> sample.workers()
								.stream()
								.anyMatch((worker) -> worker.slot() == 1 && worker.pid() != victim.pid()) ? true : null,
							DEADLINE);
				sample.awaitWorkers(2, DEADLINE);
				assertThat(askedFor(" stop ")).as("by a worker that ended").isEmpty();
				sample.signal("TERM");
				sample.awaitExit(DEADLINE);
				assertThat(askedFor(" up ")).containsExactly(sample.pid());
				assertThat(askedFor(" stop ")).containsExactly(sample.pid());
				assertThat(askedFor(" ps ")).as("who looked for services")
					.containsAll(workers.stream().map(Worker::pid).toList());
			}
		}
	}

	private SampleCommand sample() {
		return DataSample.command()
			.workers(2)
			.environment("PATH", this.directory + ":" + System.getenv("PATH"))
			.arguments("--spring.docker.compose.enabled=true", "--spring.flyway.enabled=false",
					"--spring.docker.compose.file=" + this.directory.resolve("compose.yaml"),
					"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
	}

	/**
	 * Return the process ids of those that called the command with an argument.
	 */
	private List<Long> askedFor(String argument) throws IOException {
		return Files.readAllLines(this.directory.resolve("calls"))
			.stream()
			.filter((line) -> line.contains(argument))
			.map((line) -> Long.parseLong(line.substring(0, line.indexOf(' '))))
			.toList();
	}

	private void writeDocker(int port) throws IOException {
		Path docker = Files.writeString(this.directory.resolve("docker"),
				"""
						#!/bin/sh
						cd "$(dirname "$0")" || exit 1
						echo "$PPID $* " >> calls
						case "$* " in
						"version "*) echo 27.3.1 ;;
						"compose version "*) echo '{"version":"v2.29.7"}' ;;
						"context "*)
							echo '{"Current":true,"DockerEndpoint":"unix:///var/run/docker.sock","Error":"","Name":"default"}' ;;
						*" config "*) echo '{"name":"orders","services":{"db":{"image":"postgres:17"}}}' ;;
						*" ps "*)
							if [ -e running ]; then
								echo '{"ID":"CONTAINER","Image":"postgres:17","Name":"orders-db-1","State":"running"}'
							fi ;;
						"inspect "*)
							echo '{"Id":"CONTAINER","Config":{"Image":"postgres:17","Labels":{},"ExposedPorts":{"5432/tcp":{}},'\
						'"Env":["POSTGRES_USER=anna","POSTGRES_PASSWORD=secret","POSTGRES_DB=orders"]},'\
						'"HostConfig":{"NetworkMode":"orders_default"},'\
						'"NetworkSettings":{"Ports":{"5432/tcp":[{"HostIp":"127.0.0.1","HostPort":"PORT"}]}}}' ;;
						*" up "*) : > running ;;
						*" stop "*) rm running ;;
						*) echo "unexpected: $*" >&2; exit 1 ;;
						esac
						"""
					.replace("CONTAINER", ID)
					.replace("PORT", Integer.toString(port)));
		Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
	}

}
