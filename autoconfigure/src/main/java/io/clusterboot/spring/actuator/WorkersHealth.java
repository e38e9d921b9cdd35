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

package io.clusterboot.spring.actuator;

import java.util.Comparator;
import java.util.stream.Stream;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.scoreboard.PublishedWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The workers, each with its state. One that is ready is up. Any other has its state as
 * its status, which Boot leaves out when it aggregates: one worker that starts, drains or
 * is in trouble must not take the whole cluster out of service. Whether enough of them
 * are ready is what {@link ClusterReadiness} says.
 *
 * @param source the cluster
 */
public record WorkersHealth(ClusterHealthSource source) implements CompositeHealthContributor {

	private static final String NAME = "worker-";

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.source.workers()
			.stream()
			.filter((worker) -> name(worker).equals(name))
			.findFirst()
			.map(WorkersHealth::indicator)
			.orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.source.workers()
			.stream()
			.sorted(Comparator.comparingInt(PublishedWorker::slot).thenComparingInt(PublishedWorker::id))
			.map((worker) -> new Entry(name(worker), indicator(worker)));
	}

	private static String name(PublishedWorker worker) {
		return NAME + worker.id();
	}

	private static HealthIndicator indicator(PublishedWorker worker) {
		WorkerState state = WorkerState.values()[worker.state()];
		Health health = Health.status((state == WorkerState.READY) ? Status.UP : new Status(state.name()))
			.withDetail("state", state.name())
			.withDetail("slot", worker.slot())
			.withDetail("pid", worker.pid())
			.withDetail("generation", worker.generation())
			.build();
		return () -> health;
	}

}
