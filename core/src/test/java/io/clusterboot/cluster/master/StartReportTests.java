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

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.protocol.AddressType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartReport} and {@link ProcessStart}.
 */
class StartReportTests {

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 8080);

	private final List<String> lines = new ArrayList<>();

	private Instant now = Instant.EPOCH;

	private final StartReport report = new StartReport(Instant.EPOCH, () -> "class-data archive (hit)", new Clock() {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return StartReportTests.this.now;
		}

	}, this.lines::add);

	@Test
	void stepsAreToldOnceWhenTheClusterServes() {
		at(100, new ClusterEvent.Forked(worker(1), null, List.of()));
		at(200, new ClusterEvent.Forked(worker(2), null, List.of()));
		at(300, new ClusterEvent.Listening(worker(1), AddressType.IPV4, ADDRESS, Duration.ZERO));
		at(400, new ClusterEvent.Listening(worker(2), AddressType.IPV4, ADDRESS, Duration.ZERO));
		assertThat(this.lines).isEmpty();
		at(500, serving());
		at(600, serving());
		assertThat(this.lines).containsExactly("Start: first fork 100 ms after the start of the master, "
				+ "first worker listening 300 ms, all 500 ms; image: class-data archive (hit)");
	}

	@Test
	void startOfThisProcessIsKnown() {
		Instant known = ProcessHandle.current().info().startInstant().orElseThrow();
		assertThat(ProcessStart.ofThisProcess()).isBetween(known.minusSeconds(2), known.plusSeconds(2));
	}

	private void at(long millis, ClusterEvent event) {
		this.now = Instant.ofEpochMilli(millis);
		this.report.onEvent(event);
	}

	private static ClusterEvent serving() {
		return new ClusterEvent.Serving(List.of(ADDRESS), 2, 2, Duration.ZERO);
	}

	private static WorkerInfo worker(int id) {
		return new WorkerInfo(id, id - 1, 100 + id, 0, WorkerState.STARTING, true, Optional.empty(), Instant.EPOCH);
	}

}
