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

/**
 * What a worker says to its master, and the answers it waits for. May be used from any
 * thread.
 */
final class PendingRequests {

	/**
	 * How long the master may take to answer. It never has to wait for anything itself.
	 */
	static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

	private final CurrentProcess process;

	private final AtomicInteger sequence = new AtomicInteger();

	private final Map<Integer, Question<?>> open = new ConcurrentHashMap<>();

	private volatile @Nullable IllegalStateException end;

	PendingRequests(CurrentProcess process) {
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
	 * Say the answer to a message of the master's.
	 * @param sequence the number of that message
	 * @param answer what to say
	 */
	void answer(int sequence, ClusterMessage answer) {
		this.process.send(ClusterMessageCodec.encode(new Envelope(this.sequence.getAndIncrement(), sequence, answer)));
	}

	/**
	 * Say what needs an answer.
	 * @param question what to say
	 * @param read makes of the answer what the caller needs, before the next message is
	 * read; if it throws, the question has failed
	 * @return the answer; fails with a {@link java.util.concurrent.TimeoutException}, or
	 * with an {@link IllegalStateException} when the channel ends before
	 */
	<T> CompletableFuture<T> ask(ClusterMessage question, Function<Answer, T> read) {
		int number = this.sequence.getAndIncrement();
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.open.put(number, new Question<>(answer, read));
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
		Question<?> question = (envelope.acknowledges() != null) ? this.open.remove(envelope.acknowledges()) : null;
		if (question == null) {
			return false;
		}
		question.answered(new Answer(envelope.message(), handle));
		return true;
	}

	/**
	 * Expect no answer any more.
	 * @param reason why
	 */
	void end(IllegalStateException reason) {
		this.end = reason;
		this.open.values().forEach((question) -> question.answer().completeExceptionally(reason));
	}

	/**
	 * What the master was asked.
	 *
	 * @param <T> what is made of the answer
	 * @param answer whoever waits for it
	 * @param read makes it
	 */
	private record Question<T>(CompletableFuture<T> answer, Function<Answer, T> read) {

		void answered(Answer answer) {
			try {
				this.answer.complete(this.read.apply(answer));
			}
			catch (RuntimeException ex) {
				this.answer.completeExceptionally(ex);
			}
		}

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
