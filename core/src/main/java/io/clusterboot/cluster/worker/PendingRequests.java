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

package io.clusterboot.cluster.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends a worker's messages to its master, and matches answers to requests. May be used
 * from any thread.
 */
final class PendingRequests {

	/**
	 * Longest time until the master answers. It never has to wait for anything itself.
	 */
	static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

	private final CurrentProcess process;

	private final AtomicInteger sequence = new AtomicInteger();

	private final Map<Integer, Request<?>> pending = new ConcurrentHashMap<>();

	private volatile @Nullable IllegalStateException end;

	PendingRequests(CurrentProcess process) {
		this.process = process;
	}

	/**
	 * Send a message that has no answer.
	 */
	void send(ClusterMessage message) {
		send(this.sequence.getAndIncrement(), null, message);
	}

	/**
	 * Send a message to another process of the cluster.
	 * @return {@code null}, or why it will not arrive
	 */
	@Nullable String pass(JsonNode message) {
		int number = this.sequence.getAndIncrement();
		return this.process
			.send(ClusterMessageCodec.encode(new Envelope(number, null, new ClusterMessage.Bus(message))))
			.refusal();
	}

	/**
	 * Send the answer to a message of the master.
	 * @param acknowledges the sequence number of that message
	 */
	void reply(int acknowledges, ClusterMessage answer) {
		send(this.sequence.getAndIncrement(), acknowledges, answer);
	}

	/**
	 * Send a message that has an answer.
	 * @param read converts the answer before the next message is read; if it throws, the
	 * request has failed
	 * @return the converted answer; fails with a
	 * {@link java.util.concurrent.TimeoutException}, or with an
	 * {@link IllegalStateException} when the channel ends first
	 */
	<T> CompletableFuture<T> request(ClusterMessage message, Function<Answer, T> read) {
		return request(message, ANSWER_TIMEOUT, read);
	}

	/**
	 * Send a message that has an answer.
	 * @param timeout how long to wait for it
	 * @param read converts the answer before the next message is read; if it throws, the
	 * request has failed
	 * @return the converted answer; fails with a
	 * {@link java.util.concurrent.TimeoutException}, or with an
	 * {@link IllegalStateException} when the channel ends first
	 */
	<T> CompletableFuture<T> request(ClusterMessage message, Duration timeout, Function<Answer, T> read) {
		int number = this.sequence.getAndIncrement();
		CompletableFuture<T> result = new CompletableFuture<>();
		this.pending.put(number, new Request<>(result, read));
		result.whenComplete((done, failure) -> this.pending.remove(number));
		send(number, null, message);
		IllegalStateException reason = this.end;
		if (reason != null) {
			result.completeExceptionally(reason);
		}
		return result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void send(int number, @Nullable Integer acknowledges, ClusterMessage message) {
		this.process.send(ClusterMessageCodec.encode(new Envelope(number, acknowledges, message)));
	}

	/**
	 * Complete the request that a message of the master answers.
	 * @return {@code false} if there is none, and the handle is still the caller's
	 */
	boolean answered(Envelope envelope, @Nullable ReceivedHandle handle) {
		Request<?> request = (envelope.acknowledges() != null) ? this.pending.remove(envelope.acknowledges()) : null;
		if (request == null) {
			return false;
		}
		request.complete(new Answer(envelope.message(), handle));
		return true;
	}

	/**
	 * Fail all requests, also later ones.
	 */
	void end(IllegalStateException reason) {
		this.end = reason;
		this.pending.values().forEach((request) -> request.result().completeExceptionally(reason));
	}

	/**
	 * A request that has no answer yet.
	 */
	private record Request<T>(CompletableFuture<T> result, Function<Answer, T> read) {

		void complete(Answer answer) {
			try {
				this.result.complete(this.read.apply(answer));
			}
			catch (RuntimeException ex) {
				this.result.completeExceptionally(ex);
			}
		}

	}

	/**
	 * An answer of the master, with the handle that came with it.
	 */
	record Answer(ClusterMessage message, @Nullable ReceivedHandle handle) {

	}

}
