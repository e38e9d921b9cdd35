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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this worker is out of rotation. May be used from any thread.
 */
public final class WorkerQuarantine {

	private static final Logger logger = LoggerFactory.getLogger(WorkerQuarantine.class);

	private final List<Function<Boolean, CompletableFuture<Void>>> observers = new CopyOnWriteArrayList<>();

	private boolean on;

	/**
	 * Take this worker out of rotation, or put it back.
	 * @return completes when all observers have done their part
	 */
	synchronized CompletableFuture<Void> set(boolean begins) {
		if (this.on == begins) {
			return CompletableFuture.completedFuture(null);
		}
		this.on = begins;
		if (begins) {
			logger.info("An operator takes this worker out of rotation; it stays alive");
		}
		else {
			logger.info("This worker is back in rotation");
		}
		return CompletableFuture.allOf(
				this.observers.stream().map((observer) -> observer.apply(begins)).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Call an observer when the quarantine begins or ends, and at once if it has begun.
	 * @param observer the observer, which must not block
	 */
	public void observe(Consumer<Boolean> observer) {
		observeAsync((begins) -> {
			observer.accept(begins);
			return CompletableFuture.completedFuture(null);
		});
	}

	/**
	 * Call an observer when the quarantine begins or ends, and at once if it has begun.
	 * @param observer returns what completes when it has done its part
	 */
	synchronized void observeAsync(Function<Boolean, CompletableFuture<Void>> observer) {
		this.observers.add(observer);
		if (this.on) {
			observer.apply(true);
		}
	}

}
