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

package io.clusterboot.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.master.ClusterEvent;
import io.clusterboot.spring.event.AcceptingPausedEvent;
import io.clusterboot.spring.event.AcceptingResumedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerEventPublisher}.
 */
class WorkerEventPublisherTests {

	private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("localhost", 8080);

	private final List<Object> published = new ArrayList<>();

	private final WorkerEventPublisher publisher = new WorkerEventPublisher(this.published::add);

	@Test
	void pauseOfAcceptingIsPublished() {
		this.publisher.onEvent(new ClusterEvent.AcceptingPaused(ADDRESS, "no worker can take more connections"));
		assertThat(this.published).singleElement().isInstanceOfSatisfying(AcceptingPausedEvent.class, (event) -> {
			assertThat(event.address()).isEqualTo(ADDRESS);
			assertThat(event.reason()).isEqualTo("no worker can take more connections");
		});
	}

	@Test
	void endOfAPauseOfAcceptingIsPublished() {
		this.publisher.onEvent(new ClusterEvent.AcceptingResumed(ADDRESS, Duration.ofMillis(1520)));
		assertThat(this.published).singleElement().isInstanceOfSatisfying(AcceptingResumedEvent.class, (event) -> {
			assertThat(event.address()).isEqualTo(ADDRESS);
			assertThat(event.paused()).isEqualTo(Duration.ofMillis(1520));
		});
	}

}
