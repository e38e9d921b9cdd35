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
import java.util.concurrent.TimeUnit;

import io.clusterboot.test.ClusterTest;
import io.clusterboot.test.LoadProbe;
import io.clusterboot.test.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A test of a packaged application, as its users write it.
 */
@ClusterTest(workers = 1, jar = "target/clusterboot-sample-app.jar", timeout = "5m",
		jvmOptions = { "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC" },
		properties = { "cluster.rolling.canary-time=100ms", "cluster.startup-timeout=150s" })
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NextBuildIT {

	@Test
	void nothingIsLostWhenAnotherBuildIsDeployed(TestCluster cluster, @TempDir Path folder) {
		SampleJar next = SampleJar.deployTo(folder);
		next.deploy("2");
		SampleClient client = new SampleClient(cluster.port());
		assertThat(client.servedByOnNewConnection("/").version()).isEqualTo("1");
		long before = cluster.worker(0).pid();
		LoadProbe probe = cluster.load("/slow?ms=20").clients(4).workerHeader(ConnectionTrace.PID_HEADER).start();
		try (probe) {
			assertThat(cluster.rollTo(next.file()).replaced()).isEqualTo(1);
			assertThat(client.servedByOnNewConnection("/").version()).isEqualTo("2");
			probe.awaitAnswers(50).stop().assertNothingLost();
		}
		assertThat(probe.report().byWorker()).containsOnlyKeys(Long.toString(before),
				Long.toString(cluster.worker(0).pid()));
	}

	@Test
	void workerOfAPackagedApplicationIsNotBlocked(TestCluster cluster) {
		assertThatIllegalStateException().isThrownBy(() -> cluster.worker(0).block())
			.withMessageContaining("cannot be blocked (expected: an application on the class path of the tests");
	}

}
