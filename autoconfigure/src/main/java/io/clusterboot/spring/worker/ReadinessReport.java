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

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;

/**
 * Reports to the master whether the application is ready for requests: when its readiness
 * is known for the first time, and when it changes. A worker that ends reports nothing,
 * since the master knows. May be used from any thread.
 */
public final class ReadinessReport {

	private static final Logger logger = LoggerFactory.getLogger(ReadinessReport.class);

	private final Consumer<Boolean> master;

	private final BooleanSupplier ending;

	private @Nullable ReadinessState application;

	private @Nullable ReadinessState health = ReadinessState.ACCEPTING_TRAFFIC;

	private @Nullable ReadinessState reported;

	private boolean wasReady;

	public ReadinessReport(Consumer<Boolean> master, BooleanSupplier ending) {
		this.master = master;
		this.ending = ending;
	}

	/**
	 * Take the readiness state of the application.
	 * @param event the change
	 */
	@EventListener
	public synchronized void application(AvailabilityChangeEvent<ReadinessState> event) {
		this.application = event.getState();
		report();
	}

	/**
	 * Report nothing until the health is known.
	 */
	public synchronized void awaitHealth() {
		this.health = null;
	}

	/**
	 * Take the health of the application.
	 * @param health the readiness that follows from the health
	 */
	public synchronized void health(ReadinessState health) {
		this.health = health;
		report();
	}

	private void report() {
		if (this.application == null || this.health == null) {
			return;
		}
		ReadinessState state = (this.application == ReadinessState.ACCEPTING_TRAFFIC) ? this.health : this.application;
		if (state == this.reported || this.ending.getAsBoolean()) {
			return;
		}
		boolean ready = state == ReadinessState.ACCEPTING_TRAFFIC;
		if (this.wasReady) {
			logger.info("This worker is {}", ready ? "ready again" : "not ready");
		}
		this.wasReady |= ready;
		this.reported = state;
		this.master.accept(ready);
	}

}
