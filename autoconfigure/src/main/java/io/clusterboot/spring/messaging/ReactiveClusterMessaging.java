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

package io.clusterboot.spring.messaging;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link ClusterMessaging} for reactive code. Nothing is sent before somebody subscribes;
 * each subscription sends. Signals come on a thread of the channel.
 */
public final class ReactiveClusterMessaging {

	private final ClusterMessaging messaging;

	/**
	 * Create a new instance.
	 * @param messaging what sends
	 */
	public ReactiveClusterMessaging(ClusterMessaging messaging) {
		this.messaging = messaging;
	}

	/**
	 * Send a message that has no reply.
	 * @param recipients for which processes
	 * @param message the message
	 * @return completes when the message is sent; errors are those of
	 * {@link ClusterMessaging#send}
	 */
	public Mono<Void> send(Recipients recipients, Object message) {
		return Mono.fromRunnable(() -> this.messaging.send(recipients, message));
	}

	/**
	 * Ask one process.
	 * @param recipient for one process; of several, all are awaited, and one reply is
	 * taken
	 * @param message the message
	 * @param replyType the type of the reply, {@link Void} if there is none
	 * @param deadline how long to wait for the reply
	 * @param <T> the type of the reply
	 * @return the reply; errors are those of {@link ClusterMessaging#request}
	 */
	public <T> Mono<T> request(Recipients recipient, Object message, Class<T> replyType, Duration deadline) {
		return Mono.fromFuture(() -> this.messaging.request(recipient, message, replyType, deadline));
	}

	/**
	 * Ask several processes.
	 * @param recipients for which processes
	 * @param message the message
	 * @param replyType the type of the replies, {@link Void} if there are none
	 * @param deadline how long to wait for the replies
	 * @param <T> the type of the replies
	 * @return one reply for each process that was asked, together; errors are those of
	 * {@link ClusterMessaging#gather}
	 */
	public <T> Flux<ClusterReply<T>> gather(Recipients recipients, Object message, Class<T> replyType,
			Duration deadline) {
		return Mono.fromFuture(() -> this.messaging.gather(recipients, message, replyType, deadline))
			.flatMapIterable((replies) -> replies);
	}

}
