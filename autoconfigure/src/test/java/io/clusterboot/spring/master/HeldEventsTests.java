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
package io.clusterboot.spring.master;

import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.StopEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldEvents}.
 */
class HeldEventsTests {

	private final HeldEvents held = new HeldEvents();

	private final List<ClusterEvent> received = new ArrayList<>();

	@Test
	void listenerGetsWhatCameBeforeItAndThenEachEventOnce() {
		ClusterEvent first = new StopEvent.Started(1);
		ClusterEvent second = new StopEvent.Started(2);
		ClusterEvent third = new StopEvent.Started(3);
		this.held.onEvent(first);
		this.held.onEvent(second);
		assertThat(this.received).isEmpty();
		this.held.passTo(this.received::add);
		assertThat(this.received).containsExactly(first, second);
		this.held.onEvent(third);
		assertThat(this.received).containsExactly(first, second, third);
	}

}
