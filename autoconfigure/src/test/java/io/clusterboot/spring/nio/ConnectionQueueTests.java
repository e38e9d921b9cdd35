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

package io.clusterboot.spring.nio;

import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.handle.Handle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a queue of connections counts.
 */
class ConnectionQueueTests {

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	private final ConnectionQueue queue = new ConnectionQueue(() -> {
	}, this.begun::incrementAndGet, this.ended::incrementAndGet);

	@Test
	void connectionOfThisProcessToItselfIsNotCounted() {
		Handle[] pair = Handle.socketPair();
		this.queue.addOwn(pair[0]);
		assertThat(this.begun).hasValue(0);
		assertThat(this.queue.openConnections()).isZero();
		this.queue.take(pair[1], false);
		assertThat(this.begun).hasValue(1);
		assertThat(this.queue.openConnections()).isEqualTo(1);
		this.queue.clear();
		assertThat(this.ended).hasValue(1);
		assertThat(this.queue.openConnections()).isZero();
	}

	@Test
	void hasNoRoomWhileManyWait() {
		for (int i = 0; i < 8; i++) {
			assertThat(this.queue.hasRoom()).isTrue();
			Handle[] pair = Handle.socketPair();
			this.queue.take(pair[0], false);
			this.queue.take(pair[1], false);
		}
		assertThat(this.queue.hasRoom()).isFalse();
		this.queue.clear();
		assertThat(this.queue.hasRoom()).isTrue();
		assertThat(this.queue.openConnections()).isZero();
	}

}
