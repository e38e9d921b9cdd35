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

package io.clusterboot.spring.event;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.QuarantineEvent;
import io.clusterboot.cluster.event.ThreadPoolEvent;
import io.clusterboot.cluster.protocol.AddressType;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationNotAllowedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link WorkerEventPublisher}.
 */
class WorkerEventPublisherTests {

	private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("localhost", 8080);

	private static final WorkerInfo WORKER = new WorkerInfo(1, 0, 4711, 0, WorkerState.ONLINE, true, Optional.empty(),
			Instant.EPOCH);

	private final List<Object> published = new ArrayList<>();

	private final WorkerEventPublisher publisher = new WorkerEventPublisher(this.published::add);

	@Test
	void addressOfAWorkerIsPublishedAsNodeHasIt() {
		this.publisher.onEvent(new ClusterEvent.Listening(WORKER, AddressType.UDP6, new InetSocketAddress("::1", 8125),
				Duration.ofMillis(900)));
		assertThat(this.published).singleElement().isInstanceOfSatisfying(WorkerListeningEvent.class, (event) -> {
			assertThat(event.addressType()).isEqualTo(AddressType.UDP6);
			assertThat(event.address()).isEqualTo("::1");
			assertThat(event.port()).isEqualTo(8125);
		});
	}

	@Test
	void eventInAContextThatClosesIsNoFailure() {
		WorkerEventPublisher closing = new WorkerEventPublisher((event) -> {
			throw new BeanCreationNotAllowedException("listener", "the context closes");
		});
		assertThatNoException().isThrownBy(() -> closing.onEvent(new QuarantineEvent.Begun(WORKER)));
	}

	@Test
	void quarantineIsPublished() {
		this.publisher.onEvent(new QuarantineEvent.Begun(WORKER));
		this.publisher.onEvent(new QuarantineEvent.Ended(WORKER, true));
		assertThat(this.published).hasSize(2);
		assertThat(this.published.get(0)).isInstanceOfSatisfying(WorkerQuarantinedEvent.class,
				(event) -> assertThat(event.worker()).isEqualTo(WORKER));
		assertThat(this.published.get(1)).isInstanceOfSatisfying(WorkerReleasedEvent.class,
				(event) -> assertThat(event.isReturned()).isTrue());
	}

	@Test
	void exhaustedThreadPoolIsPublished() {
		this.publisher.onEvent(new ThreadPoolEvent.Exhausted(WORKER, Duration.ofSeconds(1)));
		this.publisher.onEvent(new ThreadPoolEvent.Relieved(WORKER, Duration.ofSeconds(7)));
		assertThat(this.published).hasSize(2);
		assertThat(this.published.get(0)).isInstanceOfSatisfying(WorkerThreadPoolExhaustedEvent.class, (event) -> {
			assertThat(event.worker()).isEqualTo(WORKER);
			assertThat(event.duration()).isEqualTo(Duration.ofSeconds(1));
		});
		assertThat(this.published.get(1)).isInstanceOfSatisfying(WorkerThreadPoolRelievedEvent.class,
				(event) -> assertThat(event.duration()).isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void pauseOfAcceptingIsPublished() {
		this.publisher.onEvent(new ClusterEvent.AcceptingPaused(ADDRESS, "every worker is at its connection limit"));
		assertThat(this.published).singleElement().isInstanceOfSatisfying(AcceptingPausedEvent.class, (event) -> {
			assertThat(event.address()).isEqualTo(ADDRESS);
			assertThat(event.reason()).isEqualTo("every worker is at its connection limit");
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
