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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import org.jspecify.annotations.Nullable;

/**
 * Says once, when the cluster serves, how long the steps of the start took, and what
 * workers start from. Called on the thread that delivers events.
 */
final class StartReport implements ClusterListener {

	private final Instant begin;

	private final Supplier<String> image;

	private final Clock clock;

	private final Consumer<String> log;

	private @Nullable Duration forked;

	private @Nullable Duration listening;

	private boolean told;

	/**
	 * Create a new instance.
	 * @param begin when the master's process was started
	 * @param image returns what workers start from
	 * @param log receives the line
	 */
	StartReport(Instant begin, Supplier<String> image, Clock clock, Consumer<String> log) {
		this.begin = begin;
		this.image = image;
		this.clock = clock;
		this.log = log;
	}

	@Override
	public void onEvent(ClusterEvent event) {
		if (this.told) {
			return;
		}
		Duration now = Duration.between(this.begin, this.clock.instant());
		if (event instanceof ClusterEvent.Forked && this.forked == null) {
			this.forked = now;
		}
		else if (event instanceof ClusterEvent.Listening && this.listening == null) {
			this.listening = now;
		}
		else if (event instanceof ClusterEvent.Serving && this.forked != null && this.listening != null) {
			this.told = true;
			this.log.accept(
					"Start: first fork %d ms after the start of the master, first worker listening %d ms, all %d ms; image: %s"
						.formatted(this.forked.toMillis(), this.listening.toMillis(), now.toMillis(),
								this.image.get()));
		}
	}

}
