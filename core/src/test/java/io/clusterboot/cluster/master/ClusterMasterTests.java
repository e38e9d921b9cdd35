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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ClusterMaster} that need no workers.
 */
@Timeout(300)
class ClusterMasterTests {

	private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	@Test
	void bindsEachAddressOnce() throws Exception {
		try (ClusterMaster master = master()) {
			InetSocketAddress bound = master.bind(ANY_PORT, 0);
			assertThat(bound.getPort()).isPositive();
			assertThat(master.bind(ANY_PORT, 0)).isEqualTo(bound);
		}
	}

	@Test
	void takenPortIsReportedAndBoundPortIsFreeAfterClose() throws Exception {
		InetSocketAddress bound;
		try (ClusterMaster master = master()) {
			bound = master.bind(ANY_PORT, 0);
			try (ClusterMaster second = master()) {
				assertThatIOException().isThrownBy(() -> second.bind(bound, 0)).withMessageContaining("in use");
			}
		}
		try (ServerSocket next = new ServerSocket(bound.getPort(), 1, bound.getAddress())) {
			assertThat(next.isBound()).isTrue();
		}
	}

	@Test
	void stopCompletesHoweverOftenAndEvenAfterClose() throws Exception {
		ClusterMaster master = master();
		master.close();
		master.stop().get(120, TimeUnit.SECONDS);
		master.stop().get(120, TimeUnit.SECONDS);
		master.close();
	}

	private static ClusterMaster master() {
		MasterSettings settings = MasterSettings.of(1);
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of("Main"));
		return ClusterMaster.create(settings, new WorkerLaunch(command, Map.of(), null), List.of());
	}

}
