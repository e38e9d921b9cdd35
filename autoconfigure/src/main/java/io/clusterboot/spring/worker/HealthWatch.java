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

package io.clusterboot.spring.worker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Polls the health group with the readiness of this worker and reports it, on a thread of
 * its own, as an indicator may block. Without that group, the readiness state of the
 * application counts alone.
 */
public final class HealthWatch implements SmartLifecycle {

	public static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(HealthWatch.class);

	private final HealthEndpoint endpoint;

	private final String group;

	private final ReadinessReport report;

	private final Duration interval;

	private @Nullable ScheduledExecutorService thread;

	/**
	 * Create a new instance.
	 * @param endpoint has the group
	 * @param group the group, which must have nothing of the cluster
	 * @param report receives the readiness
	 * @param interval the time from one poll to the next
	 */
	public HealthWatch(HealthEndpoint endpoint, String group, ReadinessReport report, Duration interval) {
		this.endpoint = endpoint;
		this.group = group;
		this.report = report;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		this.report.awaitHealth();
		this.thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "cluster-readiness");
			thread.setDaemon(true);
			return thread;
		});
		this.thread.scheduleWithFixedDelay(this::poll, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Poll at once when the readiness state of the application changed, as its health
	 * includes that state.
	 */
	@EventListener
	synchronized void application(AvailabilityChangeEvent<ReadinessState> event) {
		if (this.thread != null) {
			this.thread.execute(this::poll);
		}
	}

	private void poll() {
		this.report.health(ask());
	}

	private ReadinessState ask() {
		try {
			HealthDescriptor health = this.endpoint.healthForPath(this.group);
			return (health == null || Status.UP.equals(health.getStatus())) ? ReadinessState.ACCEPTING_TRAFFIC
					: ReadinessState.REFUSING_TRAFFIC;
		}
		catch (RuntimeException ex) {
			logger.warn("Health group {} could not be read", this.group, ex);
			return ReadinessState.REFUSING_TRAFFIC;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
