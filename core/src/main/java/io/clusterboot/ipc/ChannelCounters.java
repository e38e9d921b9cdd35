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

package io.clusterboot.ipc;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens on a channel.
 */
final class ChannelCounters {

	final LongAdder messagesSent = new LongAdder();

	final LongAdder messagesReceived = new LongAdder();

	final LongAdder handlesSent = new LongAdder();

	final LongAdder handlesReceived = new LongAdder();

	final LongAdder failedSends = new LongAdder();

	final LongAdder unacknowledgedHandles = new LongAdder();

	final LongAdder listenerFailures = new LongAdder();

	private final Map<ProtocolError.Kind, LongAdder> errors = new EnumMap<>(ProtocolError.Kind.class);

	ChannelCounters() {
		for (ProtocolError.Kind kind : ProtocolError.Kind.values()) {
			this.errors.put(kind, new LongAdder());
		}
	}

	void count(ProtocolError.Kind kind) {
		error(kind).increment();
	}

	private LongAdder error(ProtocolError.Kind kind) {
		return Objects.requireNonNull(this.errors.get(kind));
	}

	ChannelStatistics snapshot(long queuedBytes) {
		Map<ProtocolError.Kind, Long> counts = new EnumMap<>(ProtocolError.Kind.class);
		this.errors.forEach((kind, count) -> counts.put(kind, count.sum()));
		return new ChannelStatistics(this.messagesSent.sum(), this.messagesReceived.sum(), this.handlesSent.sum(),
				this.handlesReceived.sum(), this.failedSends.sum(), this.unacknowledgedHandles.sum(),
				this.listenerFailures.sum(), queuedBytes, Map.copyOf(counts));
	}

}
