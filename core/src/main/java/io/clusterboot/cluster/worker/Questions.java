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

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says to its master, and the answers it waits for. May be used from any
 * thread.
 */
final class Questions {

	/**
	 * How long the master may take to answer. It never has to wait for anything itself.
	 */
	static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

	private final CurrentProcess process;

	private final AtomicInteger sequence = new AtomicInteger();

	private final Map<Integer, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

	private volatile @Nullable IllegalStateException end;

	Questions(CurrentProcess process) {
		this.process = process;
	}

	/**
	 * Say what needs no answer.
	 * @param message what to say
	 */
	void tell(ClusterMessage message) {
		this.process.send(ClusterMessageCodec.encode(new Envelope(this.sequence.getAndIncrement(), null, message)));
	}

	/**
	 * Say what needs an answer.
	 * @param question what to say
	 * @return the answer; fails with a {@link java.util.concurrent.TimeoutException}, or
	 * with an {@link IllegalStateException} when the channel ends before
	 */
	CompletableFuture<Answer> ask(ClusterMessage question) {
		int number = this.sequence.getAndIncrement();
		CompletableFuture<Answer> answer = new CompletableFuture<>();
		this.open.put(number, answer);
		answer.whenComplete((done, failure) -> this.open.remove(number));
		this.process.send(ClusterMessageCodec.encode(new Envelope(number, null, question)));
		IllegalStateException reason = this.end;
		if (reason != null) {
			answer.completeExceptionally(reason);
		}
		return answer.orTimeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Take an answer of the master's.
	 * @param envelope what it says
	 * @param handle what came with it
	 * @return {@code false} if nobody waits for it, and the handle is still the caller's
	 */
	boolean answered(Envelope envelope, @Nullable ReceivedHandle handle) {
		CompletableFuture<Answer> question = (envelope.acknowledges() != null) ? this.open.get(envelope.acknowledges())
				: null;
		return question != null && question.complete(new Answer(envelope.message(), handle));
	}

	/**
	 * Expect no answer any more.
	 * @param reason why
	 */
	void end(IllegalStateException reason) {
		this.end = reason;
		this.open.values().forEach((question) -> question.completeExceptionally(reason));
	}

	/**
	 * An answer of the master's.
	 *
	 * @param message what it says
	 * @param handle what came with it
	 */
	record Answer(ClusterMessage message, @Nullable ReceivedHandle handle) {

	}

}
