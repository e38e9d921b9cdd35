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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A worker that the master passes messages to. What it sends before it has joined waits,
 * so that the order of its messages stays. May be used from any thread.
 */
final class Member {

	private final int id;

	private final int slot;

	private final BiConsumer<Member, JsonNode> receiver;

	private final Deque<JsonNode> early = new ArrayDeque<>();

	private @Nullable BusLink link;

	/**
	 * Create a member that has not joined.
	 * @param id the worker id
	 * @param slot its slot
	 * @param receiver receives what it sends
	 */
	Member(int id, int slot, BiConsumer<Member, JsonNode> receiver) {
		this.id = id;
		this.slot = slot;
		this.receiver = receiver;
	}

	int id() {
		return this.id;
	}

	int slot() {
		return this.slot;
	}

	synchronized boolean hasJoined() {
		return this.link != null;
	}

	synchronized void join(BusLink link) {
		this.link = link;
		while (!this.early.isEmpty()) {
			this.receiver.accept(this, this.early.remove());
		}
	}

	/**
	 * Take in what the worker sends.
	 */
	synchronized void received(JsonNode frame) {
		if (this.link == null) {
			this.early.add(frame);
		}
		else {
			this.receiver.accept(this, frame);
		}
	}

	/**
	 * Send the worker a message.
	 * @return {@code null}, or why that failed
	 */
	@Nullable String send(JsonNode frame) {
		BusLink target;
		synchronized (this) {
			target = this.link;
		}
		if (target == null) {
			return "it has not joined yet";
		}
		return target.send(frame);
	}

	@Override
	public String toString() {
		return "worker %d (slot %d)".formatted(this.id, this.slot);
	}

}
