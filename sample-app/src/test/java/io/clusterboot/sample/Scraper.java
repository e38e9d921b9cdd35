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

package io.clusterboot.sample;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Scrapes a cluster every 100 ms, and compares each answer with the one before.
 */
final class Scraper implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	private final SampleClient client;

	private final List<String> fallen = new ArrayList<>();

	private @Nullable Scrape last;

	private int scrapes;

	private int withoutMaster;

	private int failures;

	private Scraper(SampleClient client) {
		this.client = client;
	}

	static Scraper start(SampleClient client) {
		Scraper scraper = new Scraper(client);
		scraper.thread.scheduleWithFixedDelay(scraper::scrape, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		return scraper;
	}

	private void scrape() {
		try {
			SampleClient.Answer answer = Scrape.answer(this.client);
			if (answer.status() == 503) {
				this.withoutMaster++;
			}
			else {
				compare(Scrape.of(answer));
			}
		}
		catch (UncheckedIOException ex) {
			// The worker was killed that was asked
			this.failures++;
		}
		catch (RuntimeException | AssertionError ex) {
			this.fallen.add(ex.toString());
		}
	}

	private void compare(Scrape scrape) {
		this.scrapes++;
		if (this.last != null) {
			this.fallen.addAll(scrape.fallenSince(this.last));
		}
		this.last = scrape;
	}

	/**
	 * End, and return the counters that ever fell.
	 */
	List<String> stop() {
		close();
		return this.fallen;
	}

	int scrapes() {
		return this.scrapes;
	}

	@Override
	public void close() {
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(30, TimeUnit.SECONDS)) {
				throw new AssertionError("A scrape has not ended");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return "%d scrapes, %d without the master, %d failures".formatted(this.scrapes, this.withoutMaster,
				this.failures);
	}

}
