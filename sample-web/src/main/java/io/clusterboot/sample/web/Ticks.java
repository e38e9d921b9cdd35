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
package io.clusterboot.sample.web;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends streams of events.
 */
@Component
final class Ticks implements DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(Ticks.class);

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "ticks");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Send events until all are sent or the response has ended.
	 */
	SseEmitter emit(int count, int intervalMillis) {
		SseEmitter emitter = new SseEmitter(0L);
		AtomicInteger sequence = new AtomicInteger();
		Future<?> sending = this.executor.scheduleAtFixedRate(() -> send(emitter, sequence.incrementAndGet(), count),
				intervalMillis, Math.max(1, intervalMillis), TimeUnit.MILLISECONDS);
		emitter.onCompletion(() -> sending.cancel(false));
		return emitter;
	}

	private static void send(SseEmitter emitter, int sequence, int count) {
		if (sequence > count) {
			emitter.complete();
			return;
		}
		try {
			emitter.send(SseEmitter.event()
				.id(Integer.toString(sequence))
				.data(new Tick(sequence, ProcessHandle.current().pid())));
		}
		catch (IOException | IllegalStateException ex) {
			log.debug("The stream has ended", ex);
			emitter.completeWithError(ex);
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/**
	 * One event of the stream.
	 *
	 * @param sequence its number, from 1
	 * @param pid the process that sent it
	 */
	record Tick(int sequence, long pid) {

	}

}
