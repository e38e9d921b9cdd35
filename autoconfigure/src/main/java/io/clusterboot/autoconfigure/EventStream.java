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

package io.clusterboot.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * One event stream that can be ended, but never within an event: either the event that is
 * being sent is sent to its end, or none is begun any more.
 */
final class EventStream {

	private static final int TWO_LINE_FEEDS = 0x0A0A;

	private static final int TWO_RETURNS = 0x0D0D;

	private static final int TWO_RETURNS_WITH_LINE_FEEDS = 0x0D0A0D0A;

	private static final int LAST_TWO = 0xFFFF;

	private final AtomicReference<Position> position = new AtomicReference<>(Position.BETWEEN_EVENTS);

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private volatile boolean ending;

	// Only touched by whoever sends
	private int lastBytes;

	/**
	 * Make a body one that ends when it is told to.
	 * @param body what to send
	 * @param end completes when it has to end; it is left alone when the body is over
	 * @return what to send instead
	 */
	Flux<DataBuffer> until(Publisher<? extends DataBuffer> body, Mono<?> end) {
		return Flux.<DataBuffer>from(body)
			.handle(this::send)
			.takeUntilOther(Mono.firstWithSignal(this.ended.asMono(), end.doOnTerminate(this::end).then(Mono.never())));
	}

	private void end() {
		this.ending = true;
		endBetweenEvents();
	}

	private void endBetweenEvents() {
		if (this.position.compareAndSet(Position.BETWEEN_EVENTS, Position.ENDED)) {
			this.ended.tryEmitEmpty();
		}
	}

	private void send(DataBuffer buffer, SynchronousSink<DataBuffer> sink) {
		this.position.compareAndSet(Position.BETWEEN_EVENTS, Position.WITHIN_EVENT);
		if (this.position.get() == Position.ENDED) {
			DataBufferUtils.release(buffer);
			return;
		}
		boolean whole = endsEvent(buffer);
		sink.next(buffer);
		if (whole) {
			this.position.set(Position.BETWEEN_EVENTS);
			if (this.ending) {
				endBetweenEvents();
			}
		}
	}

	private boolean endsEvent(DataBuffer buffer) {
		int end = buffer.writePosition();
		for (int i = Math.max(buffer.readPosition(), end - Integer.BYTES); i < end; i++) {
			this.lastBytes = (this.lastBytes << Byte.SIZE) | (buffer.getByte(i) & 0xFF);
		}
		int lastTwo = this.lastBytes & LAST_TWO;
		return lastTwo == TWO_LINE_FEEDS || lastTwo == TWO_RETURNS || this.lastBytes == TWO_RETURNS_WITH_LINE_FEEDS;
	}

	/**
	 * Where the stream is.
	 */
	private enum Position {

		BETWEEN_EVENTS, WITHIN_EVENT, ENDED

	}

}
