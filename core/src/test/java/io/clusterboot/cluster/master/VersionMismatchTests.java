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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that run another version of ClusterBoot than their master.
 */
@Timeout(300)
class VersionMismatchTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));

	@Test
	void rollToAnotherProtocolFailsAndTheOldWorkersStay() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.says(3, new ClusterMessage.Online(3));
		assertThat(roll).failsWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RollFailedException.class)
			.withMessageContaining(
					"worker 3 (slot 0, pid 1003): Cluster protocol: version 2 in the master, version 3 in the worker "
							+ "(expected: the same; restart the master to run another ClusterBoot version)");
		assertThat(this.cluster.worker(3).received()).contains(Signal.SIGKILL);
		this.cluster.worker(3).exits(137);
		this.cluster.loop().run();
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		assertThat(this.cluster.isAskedToEnd(1) || this.cluster.isAskedToEnd(2)).isFalse();
		this.cluster.stop();
	}

	@Test
	void greetingWithoutAVersionIsRefused() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.worker(3).saysRaw(JsonMapper.shared().readTree("""
				{"cmd": "NODE_CLUSTER", "act": "online", "seq": 0}"""));
		this.cluster.loop().run();
		assertThat(roll).failsWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("version 2 in the master, version none in the worker (expected");
		assertThat(this.cluster.events(ClusterEvent.Online.class)).hasSize(2);
		this.cluster.worker(3).exits(137);
		this.cluster.stop();
	}

	@Test
	void respawnedWorkerOfAnotherVersionCountsAsFailed() {
		this.cluster.exits(2, 1);
		this.cluster.advance(RespawnSettings.DEFAULTS.initialDelay());
		this.cluster.says(3, new ClusterMessage.Online(3));
		this.cluster.says(3, new ClusterMessage.Listening(SupervisedCluster.SERVER));
		assertThat(this.cluster.alive()).doesNotContain("3:slot1:gen0:READY");
		this.cluster.worker(3).exits(137);
		this.cluster.loop().run();
		assertThat(this.cluster.exits().get(1).cause()).isInstanceOf(ExitCause.KilledByMaster.class)
			.hasToString("killed by the master with SIGKILL: Cluster protocol: version 2 in the master, version 3 in "
					+ "the worker (expected: the same; restart the master to run another ClusterBoot version)");
		this.cluster.stop();
	}

	@Test
	void nodeIsNotAskedForAVersion() {
		this.cluster.forker().forkAs(Peer.NODE);
		this.cluster.exits(2, 1);
		this.cluster.advance(RespawnSettings.DEFAULTS.initialDelay());
		this.cluster.worker(3).saysRaw(JsonMapper.shared().readTree("""
				{"cmd": "NODE_CLUSTER", "act": "online", "seq": 0}"""));
		this.cluster.loop().run();
		assertThat(this.cluster.alive()).contains("3:slot1:gen0:ONLINE");
		this.cluster.stop();
	}

}
