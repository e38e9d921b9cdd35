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
package io.clusterboot.cluster.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.event.SlotEvent;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.process.ExitStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemdNotifier}.
 */
class SystemdNotifierTests {

	private static final String EXTENSION = "EXTEND_TIMEOUT_USEC=20000000";

	private static final WorkerInfo WORKER = new WorkerInfo(1, 0, 4711, 0, WorkerState.READY, true, Optional.empty(),
			Instant.EPOCH);

	private static final ExitStatus FAILED = new ExitStatus(1);

	private final ManualLoop loop = new ManualLoop();

	private final List<String> sent = new ArrayList<>();

	private ServiceStatus status = status(2, 0, 0);

	private final SystemdNotifier notifier = notifier(Optional.empty());

	@Test
	void readyWhenTheClusterServes() {
		assertSent("STATUS=starting, 0 of 2 workers ready", EXTENSION);
		this.status = status(2, 1, 0);
		this.notifier.happened(new ClusterEvent.Ready(WORKER, Duration.ZERO));
		assertSent("STATUS=starting, 1 of 2 workers ready");
		serve();
		assertSent("READY=1\nSTATUS=serving on *:8080, 2 of 2 workers ready, generation 0");
		this.notifier.happened(new ClusterEvent.Ready(WORKER, Duration.ZERO));
		assertSent();
		assertThat(this.loop.timers()).isZero();
	}

	@Test
	void asksForTimeWhileItStartsUnlessThatMayNeverEnd() {
		assertThat(this.sent).hasSize(2);
		this.sent.clear();
		this.loop.advance(Duration.ofSeconds(10));
		assertSent(EXTENSION, EXTENSION);
		ClusterEvent.Exited exit = new ClusterEvent.Exited(WORKER, FAILED, new ExitCause.Exited(FAILED), false,
				Duration.ZERO, null, 0, 0, List.of(), WorkerStatus.Traffic.NONE);
		this.notifier.happened(exit);
		assertSent("STATUS=starting, 0 of 2 workers ready; worker 1 (slot 0, pid 4711) exited with exit code 1");
		this.notifier.happened(new SlotEvent.InTrouble(0, 5, exit, Duration.ofSeconds(15)));
		this.loop.advance(Duration.ofSeconds(60));
		assertSent();
	}

	@Test
	void reloadsWhileWorkersAreReplaced() {
		serve();
		this.sent.clear();
		this.loop.sleepThrough(Duration.ofSeconds(7));
		this.notifier.happened(new RollEvent.Started(1, 2));
		assertSent("RELOADING=1\nMONOTONIC_USEC=7000000\nSTATUS=serving on *:8080, 2 of 2 workers ready; "
				+ "rolling restart to generation 1, 0 of 2 workers replaced", EXTENSION);
		this.notifier.happened(new RollEvent.Progressed(1, 1, 2));
		assertSent("STATUS=serving on *:8080, 2 of 2 workers ready; "
				+ "rolling restart to generation 1, 1 of 2 workers replaced");
		this.status = status(2, 2, 1);
		this.notifier.happened(new RollEvent.Finished(1, 2, Duration.ZERO));
		assertSent("READY=1\nSTATUS=serving on *:8080, 2 of 2 workers ready, generation 1");
		assertThat(this.loop.timers()).isZero();
	}

	@Test
	void readyAgainAfterARollThatFailedAndSaysWhy() {
		serve();
		this.notifier.happened(new RollEvent.Started(1, 2));
		this.sent.clear();
		this.notifier.happened(new RollEvent.Failed(1, "worker 3 exited\nat once", List.of(), Duration.ZERO));
		assertSent("READY=1\nSTATUS=serving on *:8080, 2 of 2 workers ready, generation 0; "
				+ "the rolling restart to generation 1 failed: worker 3 exited at once");
	}

	@Test
	void stopsOnceAndAsksForTimeWhileWorkersDrain() {
		serve();
		this.notifier.happened(new RollEvent.Started(1, 2));
		this.sent.clear();
		this.status = new ServiceStatus(List.of(), 2, 0, 2, 0);
		this.notifier.happened(new StopEvent.Started(2));
		this.notifier.happened(new RollEvent.Failed(1, "the cluster was stopped", List.of(), Duration.ZERO));
		assertThat(this.sent).hasSize(2);
		assertThat(this.sent.get(0)).startsWith("STOPPING=1\nSTATUS=stopping, 2 workers left");
		assertThat(this.sent.get(1)).isEqualTo(EXTENSION);
		this.sent.clear();
		this.loop.advance(SystemdNotifier.EXTENSION_INTERVAL);
		assertSent(EXTENSION);
	}

	@Test
	void signOfLifeComesFromTheLoopTwiceInTheTimeAllowed() {
		this.sent.clear();
		notifier(Optional.of(Duration.ofSeconds(3)));
		this.loop.advance(Duration.ofSeconds(3));
		assertThat(this.sent).filteredOn("WATCHDOG=1"::equals).hasSize(3);
		this.sent.clear();
		this.loop.sleepThrough(Duration.ofSeconds(30));
		assertThat(this.sent).isEmpty();
	}

	private SystemdNotifier notifier(Optional<Duration> watchdog) {
		SystemdNotifier notifier = new SystemdNotifier(this.loop, this.sent::add, watchdog);
		notifier.begin(() -> this.status);
		return notifier;
	}

	private void serve() {
		this.status = status(2, 2, 0);
		this.notifier
			.happened(new ClusterEvent.Serving(List.of(new InetSocketAddress(8080)), 2, 2, Duration.ofSeconds(1)));
	}

	private static ServiceStatus status(int size, int ready, int generation) {
		return new ServiceStatus(List.of(new InetSocketAddress(8080)), size, ready, size, generation);
	}

	private void assertSent(String... notifications) {
		assertThat(this.sent).containsExactly(notifications);
		this.sent.clear();
	}

}
