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
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages to other processes of the cluster. The master, each worker and a
 * standalone application have this bean; a standalone application is master and only
 * worker in one.
 * <p>
 * A message is an object whose type has a name ({@link ClusterMessage}); it travels as
 * JSON. Delivery is at most once: a process that starts, ends or is overloaded misses it.
 * What one process sends to another arrives in order. All methods may be called from any
 * thread and never block.
 */
public interface ClusterMessaging {

	/**
	 * Send a message that has no reply.
	 * @param recipients for which processes
	 * @param message the message
	 * @throws IllegalArgumentException if the type of the message has no name
	 * @throws ClusterMessagingException if the message is larger than
	 * {@code cluster.message-max-size}, or the channel that it takes is full or has ended
	 */
	void send(Recipients recipients, Object message);

	/**
	 * Ask one process.
	 * @param recipient for one process; of several, all are awaited, and one reply is
	 * taken
	 * @param message the message
	 * @param replyType the type of the reply, {@link Void} if there is none
	 * @param deadline how long to wait for the reply
	 * @param <T> the type of the reply
	 * @return completes with the reply; fails with {@link ClusterMessagingException} if
	 * no process replies in time
	 * @throws IllegalArgumentException if the type of the message has no name
	 */
	<T> CompletableFuture<T> request(Recipients recipient, Object message, Class<T> replyType, Duration deadline);

	/**
	 * Ask several processes.
	 * @param recipients for which processes
	 * @param message the message
	 * @param replyType the type of the replies, {@link Void} if there are none
	 * @param deadline how long to wait for the replies
	 * @param <T> the type of the replies
	 * @return completes when all have replied, or at the deadline, with one reply for
	 * each process that was asked, the master first, the workers by id; those that did
	 * not reply have a failure. Fails with {@link ClusterMessagingException} if the
	 * message could not be sent, or the master does not answer
	 * @throws IllegalArgumentException if the type of the message has no name
	 */
	<T> CompletableFuture<List<ClusterReply<T>>> gather(Recipients recipients, Object message, Class<T> replyType,
			Duration deadline);

}
