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

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.clusterboot.spring.settings.WarmUpSettings;
import io.clusterboot.spring.warmup.WarmUp;
import io.clusterboot.spring.warmup.WarmUpFailedException;
import io.clusterboot.spring.warmup.WarmUpPlan;
import io.clusterboot.spring.warmup.WarmUpReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the server of a worker back until it is warm: when the server is started, it
 * answers the requests of the warm-up, and accepts connections only then. All beans of
 * the application exist at that moment; its runners have not run, and no listener of
 * {@code ApplicationReadyEvent} either.
 */
public final class WarmUpStep implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(WarmUpStep.class);

	private final WarmUpSettings settings;

	private final int slot;

	private final Consumer<Runnable> onExit;

	private final ReadinessEndpoint readiness;

	private final List<HeldServer> held = new CopyOnWriteArrayList<>();

	private volatile boolean running;

	/**
	 * Create the step.
	 * @param session the worker
	 * @param readiness the readiness endpoint
	 */
	public WarmUpStep(WorkerSession session, ReadinessEndpoint readiness) {
		this(session.settings().warmUp(), session.slot(), session::onExit, readiness);
	}

	WarmUpStep(WarmUpSettings settings, int slot, Consumer<Runnable> onExit, ReadinessEndpoint readiness) {
		this.settings = settings;
		this.slot = slot;
		this.onExit = onExit;
		this.readiness = readiness;
	}

	/**
	 * Hold a server back until this step is taken.
	 * @param server the server, which is not bound yet or was held back before
	 */
	void hold(HeldServer server) {
		server.listener().holdBack();
		this.held.add(server);
	}

	/**
	 * The servers are started by the phase before.
	 */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.held.isEmpty()) {
			Optional<String> path = this.readiness.path();
			this.held.forEach((server) -> join(server, WarmUpPlan.of(this.settings, path, server.lanes())));
			this.held.clear();
		}
	}

	private void join(HeldServer server, WarmUpPlan plan) {
		if (plan.isEmpty() || warmUp(server, plan)) {
			server.listener().join().join();
		}
	}

	/**
	 * Warm a server up.
	 * @return whether it joins
	 */
	private boolean warmUp(HeldServer server, WarmUpPlan plan) {
		WarmUp warmUp = server.warmUp(plan, this.slot);
		this.onExit.accept(warmUp::cancel);
		WarmUpReport report = cancelledAtShutdown(warmUp);
		if (report.cancelled()) {
			logger.info("Warm-up given up, as this worker ends: {}", report.summary());
			return false;
		}
		if (report.isSuccessful()) {
			logger.info("Warm-up finished: {}", report.summary());
			return true;
		}
		if (this.settings.required()) {
			throw new WarmUpFailedException(report);
		}
		logger.warn("Warm-up failed, and this worker joins nevertheless: {} ({})", report.reason(), report.summary());
		return true;
	}

	/**
	 * Run a warm-up that a signal cancels. The thread that starts the context waits for
	 * it meanwhile, and Spring's shutdown hook for that thread.
	 */
	private static WarmUpReport cancelledAtShutdown(WarmUp warmUp) {
		Thread hook = new Thread(warmUp::cancel, "cluster-warm-up-cancel");
		try {
			Runtime.getRuntime().addShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("This process ends already", ex);
			warmUp.cancel();
		}
		try {
			return warmUp.run();
		}
		finally {
			remove(hook);
		}
	}

	private static void remove(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("This process ends, which cancels the warm-up", ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

}
