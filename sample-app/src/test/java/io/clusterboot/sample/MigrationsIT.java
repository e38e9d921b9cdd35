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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who migrates a database with Flyway and Liquibase, and where the jobs of Spring Batch
 * and Quartz run, in a cluster of the packaged sample.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MigrationsIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Pattern READY = Pattern.compile("Worker \\d+ \\(slot \\d+, pid (\\d+)\\) ready after");

	private static final Pattern FLYWAY = Pattern.compile("\\[worker-\\d+ #(\\d+) .*Migrating schema .* to version");

	private static final Pattern LIQUIBASE = Pattern
		.compile("\\[worker-\\d+ #(\\d+) .*changelog\\.sql.* ran successfully");

	private static final Pattern BATCH = Pattern.compile("Batch job runs: pid (\\d+)");

	private static final Pattern QUARTZ = Pattern.compile("Quartz fires: pid (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void oneWorkerMigratesAndOneRunsTheJobs() throws IOException, SQLException {
		Path migrations = Files.createDirectory(this.directory.resolve("migrations"));
		Path changes = this.directory.resolve("changelog.sql");
		Files.writeString(migrations.resolve("V1__orders.sql"), "create table orders(id int primary key);\n");
		Files.writeString(changes, """
				--liquibase formatted sql
				--changeset anna:1
				create table invoices(id int primary key);
				""");
		Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", this.directory.toString())
			.start();
		try (SampleProcess sample = sample(database.getPort(), migrations, changes).start()) {
			startsWithOneMigration(sample);
			int position = sample.output().position();
			Files.writeString(migrations.resolve("V2__prices.sql"), "alter table orders add column price int;\n");
			Files.writeString(changes, Files.readString(changes) + """
					--changeset anna:2
					alter table invoices add column price int;
					""");
			rollsWithOneMigration(sample, position);
		}
		finally {
			database.stop();
		}
	}

	private static SampleCommand sample(int port, Path migrations, Path changes) {
		return DataSample.command()
			.workers(3)
			.arguments("--cluster.rolling.canary-time=1s", "--cluster.leader-only=batch,quartz", "--sample.jobs=true",
					"--spring.datasource.url=jdbc:h2:tcp://127.0.0.1:" + port + "/mem:orders;DB_CLOSE_DELAY=-1",
					"--spring.flyway.locations=filesystem:" + migrations, "--spring.flyway.baseline-on-migrate=true",
					"--spring.flyway.baseline-version=0", "--spring.liquibase.enabled=true",
					"--spring.liquibase.change-log=file:" + changes);
	}

	private static void startsWithOneMigration(SampleProcess sample) {
		List<Worker> workers = sample.awaitServing();
		assertThat(workers).hasSize(3);
		List<String> lines = sample.output().all();
		assertThat(indexOf(lines, READY, 0)).as("the first worker is ready before the others are forked")
			.isGreaterThan(indexOf(lines, SampleProcess.FORKED, 0))
			.isLessThan(indexOf(lines, SampleProcess.FORKED, 1));
		assertThat(sample.output().all(0, FLYWAY)).extracting((line) -> line.group(1)).containsExactly("1");
		assertThat(sample.output().all(0, LIQUIBASE)).extracting((line) -> line.group(1)).containsExactly("1");
		String first = Long.toString(workers.get(0).pid());
		assertThat(sample.output().await(BATCH, DEADLINE).group(1)).isEqualTo(first);
		assertThat(sample.output().await(0, QUARTZ, 5, DEADLINE)).extracting(MatchResult::group)
			.allSatisfy((line) -> assertThat(line).endsWith("pid " + first));
		assertThat(sample.output().all(0, BATCH)).hasSize(1);
	}

	private static void rollsWithOneMigration(SampleProcess sample, int position) {
		assertThat(sample.roll().finished()).isTrue();
		MatchResult canary = sample.output().await(position, SampleProcess.CANARY, DEADLINE);
		String id = canary.group(1);
		assertThat(sample.output().all(position, FLYWAY)).extracting((line) -> line.group(1)).containsExactly(id);
		assertThat(sample.output().all(position, LIQUIBASE)).extracting((line) -> line.group(1)).containsExactly(id);
		String pid = sample.output().await(position, BATCH, DEADLINE).group(1);
		assertThat(sample.workers()).extracting((worker) -> Long.toString(worker.pid())).contains(pid);
		int since = sample.output().position();
		assertThat(sample.output().await(since, QUARTZ, 3, DEADLINE)).extracting(MatchResult::group)
			.allSatisfy((line) -> assertThat(line).endsWith("pid " + pid));
	}

	private static int indexOf(List<String> lines, Pattern pattern, int count) {
		int left = count;
		for (int i = 0; i < lines.size(); i++) {
			if (pattern.matcher(lines.get(i)).find() && left-- == 0) {
				return i;
			}
		}
		throw new AssertionError("No line " + count + " with " + pattern);
	}

}
