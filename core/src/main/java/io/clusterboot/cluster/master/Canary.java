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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first worker of a generation with the workers of the old one, for a time
 * in which it gets its share of the requests. Confined to the control loop.
 */
final class Canary {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final Worker worker;

	private final Map<Worker, ErrorCounts> before = new LinkedHashMap<>();

	private final ControlLoop loop;

	private final long endNanos;

	private final Runnable passed;

	private final Consumer<String> failed;

	private ControlLoop.@Nullable Timer timer;

	private Canary(Worker worker, long endNanos, ControlLoop loop, Runnable passed, Consumer<String> failed) {
		this.worker = worker;
		this.endNanos = endNanos;
		this.loop = loop;
		this.passed = passed;
		this.failed = failed;
	}

	/**
	 * Begin to watch.
	 * @param worker the first worker of the new generation
	 * @param others the workers of the old one
	 * @param time how long to watch
	 * @param passed called when the time is over
	 * @param failed called with the reason when the worker does worse than the others
	 * @return the canary, to be cancelled if it is no longer needed
	 */
	static Canary watch(Worker worker, List<Worker> others, Duration time, ControlLoop loop, Runnable passed,
			Consumer<String> failed) {
		Canary canary = new Canary(worker, loop.nanoTime() + time.toNanos(), loop, passed, failed);
		others.forEach((other) -> canary.before.put(other, other.readings().errorCounts()));
		canary.before.put(worker, worker.readings().errorCounts());
		canary.lookAgain();
		return canary;
	}

	private void lookAgain() {
		Duration left = Duration.ofNanos(this.endNanos - this.loop.nanoTime());
		// When the time is over, it waits for the exit of a worker that is ending
		boolean last = left.compareTo(Duration.ZERO) > 0 && left.compareTo(INTERVAL) < 0;
		this.timer = this.loop.schedule(last ? left : INTERVAL, this::look);
	}

	private void look() {
		ErrorCounts own;
		ErrorCounts others;
		try {
			own = since(this.worker);
			others = this.before.keySet()
				.stream()
				.filter((other) -> other != this.worker)
				.map(this::since)
				.reduce(ErrorCounts.NONE, ErrorCounts::plus);
		}
		catch (RuntimeException | Error ex) {
			this.failed.accept("%s could not be compared with the others: %s"
				.formatted(LogFormat.inSentence(this.worker.info()), ex));
			return;
		}
		decide(own, others);
	}

	private void decide(ErrorCounts own, ErrorCounts others) {
		if (own.isClearlyWorseThan(others)) {
			this.failed.accept("%s answered %d of %d requests with a server error, the others %d of %d".formatted(
					LogFormat.inSentence(this.worker.info()), own.serverErrors(), own.requests(), others.serverErrors(),
					others.requests()));
		}
		else if (this.loop.nanoTime() >= this.endNanos && this.worker.phase() instanceof LivePhase) {
			this.passed.run();
		}
		else {
			lookAgain();
		}
	}

	private ErrorCounts since(Worker other) {
		return other.readings().errorCounts().minus(this.before.getOrDefault(other, ErrorCounts.NONE));
	}

	void cancel() {
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

}
