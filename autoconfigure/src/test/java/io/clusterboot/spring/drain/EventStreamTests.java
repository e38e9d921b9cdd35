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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a stream ends that has to.
 */
class EventStreamTests {

	private static final DataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;

	private final Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();

	private final Sinks.One<Long> end = Sinks.one();

	private final List<String> sent = new ArrayList<>();

	private final AtomicBoolean completed = new AtomicBoolean();

	private final Disposable subscription = new EventStream(this.body.asFlux(), this.end.asMono())
		.subscribe((buffer) -> this.sent.add(buffer.toString(StandardCharsets.UTF_8)), (ex) -> {
			throw new IllegalStateException(ex);
		}, () -> this.completed.set(true));

	@Test
	void nothingSentYet() {
		this.end.tryEmitValue(0L);
		assertThat(this.completed).isTrue();
		assertThat(this.body.currentSubscriberCount()).as("who listens to the application").isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: a\n\n", "data: a\r\n\r\n", "data: a\r\r", ": comment\n\n" })
	void betweenEventsItEndsAtOnce(String event) {
		emit(event);
		this.end.tryEmitValue(0L);
		assertThat(this.completed).isTrue();
		assertThat(this.sent).containsExactly(event);
	}

	@Test
	void withinAnEventItEndsAfterIt() {
		emit("id: 1\n");
		this.end.tryEmitValue(0L);
		assertThat(this.completed).isFalse();
		emit("data: a\n");
		assertThat(this.completed).isFalse();
		emit("\n");
		assertThat(this.completed).isTrue();
		assertThat(this.sent).containsExactly("id: 1\n", "data: a\n", "\n");
	}

	@Test
	void endOfAnEventInManyParts() {
		emit("data: a\r");
		this.end.tryEmitValue(0L);
		emit("\n");
		emit("\r");
		assertThat(this.completed).isFalse();
		emit("\n");
		assertThat(this.completed).isTrue();
	}

	@Test
	void nothingIsSentAfterTheEndThoughTheBodyGoesOn() {
		emit("data: a\n\n");
		this.end.tryEmitValue(0L);
		emit("data: b\n\n");
		assertThat(this.sent).containsExactly("data: a\n\n");
	}

	@Test
	void emptyBufferChangesNothing() {
		emit("data: a\n\n");
		emit("");
		this.end.tryEmitValue(0L);
		assertThat(this.completed).isTrue();
	}

	@Test
	void bodyThatIsOverStaysAsItIs() {
		emit("data: a\n\n");
		this.body.tryEmitComplete();
		assertThat(this.completed).isTrue();
		this.end.tryEmitValue(0L);
		assertThat(this.sent).containsExactly("data: a\n\n");
	}

	@Test
	void clientThatGoesAwayLeavesNothingBehind() {
		emit("data: a\n\n");
		this.subscription.dispose();
		assertThat(this.body.currentSubscriberCount()).isZero();
		assertThat(this.end.currentSubscriberCount()).isZero();
	}

	private void emit(String text) {
		this.body.tryEmitNext(buffers.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}
