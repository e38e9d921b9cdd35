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

package io.clusterboot.spring.drain;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * A step of the drain of a worker, which Spring takes when it stops the context: the
 * steps of one phase together, those of the next phase when all of them are done.
 */
public abstract class DrainStep implements SmartLifecycle {

	private final Moment moment;

	private volatile boolean running;

	/**
	 * Create a step.
	 * @param moment when the step is taken
	 */
	protected DrainStep(Moment moment) {
		this.moment = moment;
	}

	@Override
	public final int getPhase() {
		return this.moment.phase;
	}

	@Override
	public final void start() {
		this.running = true;
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final void stop() {
		stop(() -> {
		});
	}

	@Override
	public final void stop(Runnable callback) {
		this.running = false;
		drain(callback);
	}

	/**
	 * Take the step, without waiting for its end. Called once, on the thread that stops
	 * the context.
	 * @param whenDone to be run when the step is done, on any thread
	 */
	protected abstract void drain(Runnable whenDone);

	/**
	 * When a step is taken.
	 */
	public enum Moment {

		/**
		 * Before Boot's graceful shutdown begins.
		 */
		FIRST(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1),

		/**
		 * After Boot's graceful shutdown finished or gave up, and before the server
		 * closes what is left.
		 */
		LAST(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1);

		private final int phase;

		Moment(int phase) {
			this.phase = phase;
		}

	}

}
