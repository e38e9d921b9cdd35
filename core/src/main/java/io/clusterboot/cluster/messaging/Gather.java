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
package io.clusterboot.cluster.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The replies to one question. May be used from any thread.
 */
final class Gather {

	private static final int MASTER_SLOT = -1;

	private final Map<Integer, Integer> missing = new HashMap<>();

	private final List<MessageReply> replies = new ArrayList<>();

	private final CompletableFuture<List<MessageReply>> result = new CompletableFuture<>();

	/**
	 * Create a new instance.
	 * @param members the workers that are asked
	 * @param withMaster whether the master is asked
	 */
	Gather(List<Member> members, boolean withMaster) {
		members.forEach((member) -> this.missing.put(member.id(), member.slot()));
		if (withMaster) {
			this.missing.put(BusMessage.MASTER, MASTER_SLOT);
		}
		completeIfDone();
	}

	/**
	 * Return the replies of all, as soon as they are there or late.
	 */
	CompletableFuture<List<MessageReply>> within(Duration timeout) {
		return this.result.copy()
			.completeOnTimeout(List.of(), timeout.toMillis(), TimeUnit.MILLISECONDS)
			.thenApply((done) -> this.result.isDone() ? this.result.join() : late(timeout));
	}

	private synchronized List<MessageReply> late(Duration timeout) {
		this.missing.forEach((worker, slot) -> this.replies
			.add(MessageReply.failed(worker, slot, "no answer within %d ms".formatted(timeout.toMillis()))));
		this.missing.clear();
		completeIfDone();
		return this.result.join();
	}

	/**
	 * Take a reply; one that comes late or twice changes nothing.
	 */
	synchronized void add(MessageReply reply) {
		if (this.missing.remove(reply.worker()) != null) {
			this.replies.add(reply);
			completeIfDone();
		}
	}

	/**
	 * A worker can't reply any more.
	 */
	void gone(Member member) {
		add(MessageReply.failed(member.id(), member.slot(), "it ended"));
	}

	private void completeIfDone() {
		if (this.missing.isEmpty()) {
			this.replies.sort(Comparator.comparingInt(MessageReply::worker));
			this.result.complete(List.copyOf(this.replies));
		}
	}

}
