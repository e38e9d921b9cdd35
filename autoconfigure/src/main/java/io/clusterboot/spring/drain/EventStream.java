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

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The body of an event stream that can be ended from outside, but never within an event:
 * an event that is being sent is completed, and no further event is begun.
 */
final class EventStream extends FluxOperator<DataBuffer, DataBuffer> {

	private final Mono<?> end;

	/**
	 * Create a new instance.
	 * @param body the events, in parts of any size
	 * @param end emits when the stream has to end; cancelled when the body ends first
	 */
	EventStream(Publisher<? extends DataBuffer> body, Mono<?> end) {
		super(Flux.from(body));
		this.end = end;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> client) {
		this.source.subscribe(new Ending(client, this.end));
	}

	/**
	 * The position of a stream.
	 */
	private enum Position {

		BETWEEN_EVENTS, WITHIN_EVENT, ENDED

	}

	/**
	 * Passes a stream on. Within an event only the body changes the position; between
	 * events the next event and the end compete for it.
	 */
	private static final class Ending implements CoreSubscriber<DataBuffer>, Subscription {

		private static final int TWO_LINE_FEEDS = 0x0A0A;

		private static final int TWO_RETURNS = 0x0D0D;

		private static final int TWO_RETURNS_WITH_LINE_FEEDS = 0x0D0A0D0A;

		private static final int LAST_TWO = 0xFFFF;

		private final CoreSubscriber<? super DataBuffer> client;

		private final Mono<?> end;

		private final Disposable.Swap waiting = Disposables.swap();

		private final AtomicReference<Position> position = new AtomicReference<>(Position.BETWEEN_EVENTS);

		private @Nullable Subscription body;

		private volatile boolean ending;

		// Used only by the signals of the body, which are serial
		private int lastBytes;

		Ending(CoreSubscriber<? super DataBuffer> client, Mono<?> end) {
			this.client = client;
			this.end = end;
		}

		@Override
		public Context currentContext() {
			return this.client.currentContext();
		}

		@Override
		public void onSubscribe(Subscription body) {
			this.body = body;
			this.client.onSubscribe(this);
			this.waiting.update(this.end.subscribe((moment) -> end()));
		}

		private void end() {
			this.ending = true;
			endBetweenEvents();
		}

		private void endBetweenEvents() {
			if (this.position.compareAndSet(Position.BETWEEN_EVENTS, Position.ENDED)) {
				cancel();
				this.client.onComplete();
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.position.compareAndSet(Position.BETWEEN_EVENTS, Position.WITHIN_EVENT);
			if (this.position.get() == Position.ENDED) {
				DataBufferUtils.release(buffer);
				return;
			}
			boolean whole = endsEvent(buffer);
			this.client.onNext(buffer);
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

		@Override
		public void onError(Throwable ex) {
			if (this.position.getAndSet(Position.ENDED) != Position.ENDED) {
				this.waiting.dispose();
				this.client.onError(ex);
			}
		}

		@Override
		public void onComplete() {
			if (this.position.getAndSet(Position.ENDED) != Position.ENDED) {
				this.waiting.dispose();
				this.client.onComplete();
			}
		}

		@Override
		public void request(long count) {
			if (this.body != null) {
				this.body.request(count);
			}
		}

		@Override
		public void cancel() {
			this.waiting.dispose();
			if (this.body != null) {
				this.body.cancel();
			}
		}

	}

}
