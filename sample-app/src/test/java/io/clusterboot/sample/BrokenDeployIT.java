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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deployments that should not have been made, under load: each fails with its reason, and
 * everything is as it was before.
 */
@OneAtATime
class BrokenDeployIT {

	private static final String WORKER = "worker \\d+ \\(slot \\d+, pid \\d+\\) ";

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@TempDir
	private Path jarDirectory;

	@TempDir
	private Path temp;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void isRolledBack() {
		deployAllFaults(500, "40s");
	}

	@Test
	@Tag("long")
	@Timeout(value = 20, unit = TimeUnit.MINUTES)
	void isRolledBackWhileFiveThousandRequestsRun() {
		deployAllFaults(5000, "40s");
	}

	private void deployAllFaults(int requests, String startupTimeout) {
		SampleJar jar = SampleJar.deployTo(this.jarDirectory);
		try (SampleProcess sample = jar.command()
			.vmArguments("-Djava.io.tmpdir=" + this.temp)
			.workers(2)
			.arguments("--server.http2.enabled=true", "--cluster.startup-timeout=" + startupTimeout,
					"--cluster.rolling.canary-time=60s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started SampleApplication", DEADLINE);
			Deployment deployment = new Deployment(sample, jar, workers, requests);
			deployment.fails(Fault.EXIT_AT_START, WORKER + "ended with exit code 3 before it was ready");
			deployment.fails(Fault.NEVER_READY,
					WORKER + "is not ready after .* s \\(cluster.startup-timeout\\), it is listening");
			// A request that has begun counts before it is answered, so the numbers may
			// differ
			deployment.fails(Fault.ANSWER_500,
					WORKER + "answered \\d+ of \\d+ requests with a server error, the others 0 of \\d+");
			deployment.fails(Fault.DIE_WHEN_READY, WORKER + "ended with exit code 9 while it was watched");
		}
		assertThat(this.temp).isEmptyDirectory();
	}

	/**
	 * A deployment, and the workers that have to survive it.
	 *
	 * @param sample the cluster
	 * @param workers the workers before it
	 * @param requests how many requests have to be answered in the meantime
	 */
	private record Deployment(SampleProcess sample, SampleJar jar, List<Worker> workers, int requests) {

		void fails(Fault fault, String reason) {
			this.jar.deploy(fault.name(), fault);
			int position = this.sample.output().position();
			Load load = Load.start(this.sample.client());
			RollOutcome outcome;
			try (load) {
				outcome = this.sample.roll();
				// The worker that does not stay may still have requests in flight
				this.sample.output().await(position, SampleProcess.EXITED, DEADLINE);
				load.awaitRequests(Math.max(1, this.requests - load.report().total()), DEADLINE);
			}
			System.out.println(fault + ": " + outcome.text() + "; " + load.report());
			assertThat(outcome.finished()).isFalse();
			assertThat(outcome.text()).matches(reason);
			assertLastLinesFollow(position);
			assertThat(this.sample.awaitWorkers(this.workers.size(), DEADLINE)).isEqualTo(this.workers);
			assertThat(this.sample.workerPids())
				.containsExactlyElementsOf(this.workers.stream().map(Worker::pid).sorted().toList());
			if (fault == Fault.ANSWER_500) {
				long canary = Worker.of(this.sample.output().all(position, SampleProcess.CANARY).get(0)).pid();
				assertThat(load.failures()).isNotEmpty()
					.allMatch((failure) -> failure.trace().workerPid() == canary
							&& failure.cause().getMessage().contains("500"));
			}
			else {
				assertThat(load.failures()).isEmpty();
			}
			for (Worker worker : this.workers) {
				ServedBy answer = SampleProcess.whileOthersPause(worker, this.workers,
						() -> this.sample.client().servedByOnNewConnection("/"));
				assertThat(answer.pid()).isEqualTo(worker.pid());
				assertThat(answer.version()).isEqualTo("1");
				assertThat(answer.generation()).isZero();
			}
		}

		private void assertLastLinesFollow(int position) {
			List<String> lines = this.sample.output().all();
			int failed = position;
			while (!RollOutcome.ENDED.matcher(lines.get(failed)).find()) {
				failed++;
			}
			assertThat(lines.get(failed)).contains("ERROR");
			this.sample.output().await(failed, Pattern.compile("^ {4}.*\\[worker-\\d+ [^]]+\\]"), DEADLINE);
		}

	}

}
