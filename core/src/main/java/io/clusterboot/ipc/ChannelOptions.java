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

import java.time.Duration;
import java.util.function.Supplier;

import tools.jackson.databind.json.JsonMapper;

/**
 * The options of a channel. Immutable; start from {@link #defaults()}.
 *
 * @param name the name of the channel, in logs and names of threads
 * @param peer the kind of process on the other end
 * @param daemon whether the channel's threads are daemons, so that the JVM may exit while
 * the channel is open
 * @param maxMessageSize the size in bytes of the largest message, in both directions
 * @param maxQueuedBytes the number of bytes that may wait for a peer that does not read
 * @param ackTimeout longest time for a peer to acknowledge a handle; zero means no limit
 * @param ackDelay longest time that acknowledgements may wait to be sent together with a
 * message, so that the reader of the peer is woken less often
 * @param mapper returns what converts objects to JSON and JSON to trees; called when the
 * first message is read or written, on any thread
 */
public record ChannelOptions(String name, Peer peer, boolean daemon, int maxMessageSize, long maxQueuedBytes,
		Duration ackTimeout, Duration ackDelay, Supplier<JsonMapper> mapper) {

	private static final ChannelOptions DEFAULTS = new ChannelOptions("channel", Peer.NODE, true, 16 * 1024 * 1024,
			64L * 1024 * 1024, Duration.ofSeconds(30), Duration.ZERO, JsonMapper::shared);

	/**
	 * Check the values.
	 */
	public ChannelOptions {
		if (maxMessageSize < 1) {
			throw new IllegalArgumentException("maxMessageSize: %d (expected: >= 1)".formatted(maxMessageSize));
		}
		if (maxQueuedBytes < maxMessageSize) {
			throw new IllegalArgumentException(
					"maxQueuedBytes: %d (expected: >= maxMessageSize, %d)".formatted(maxQueuedBytes, maxMessageSize));
		}
		if (ackTimeout.isNegative()) {
			throw new IllegalArgumentException("ackTimeout: %s (expected: >= 0)".formatted(ackTimeout));
		}
		if (ackDelay.isNegative()) {
			throw new IllegalArgumentException("ackDelay: %s (expected: >= 0)".formatted(ackDelay));
		}
	}

	/**
	 * Return the defaults: a Node peer, daemon threads, messages of up to 16 MiB, a queue
	 * of up to 64 MiB, 30 s for an acknowledgement, and acknowledgements without delay.
	 * @return the defaults
	 */
	public static ChannelOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Change the name.
	 * @param name the name of the channel
	 * @return new options
	 */
	public ChannelOptions withName(String name) {
		return new ChannelOptions(name, this.peer, this.daemon, this.maxMessageSize, this.maxQueuedBytes,
				this.ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change the peer.
	 * @param peer the kind of process on the other end
	 * @return new options
	 */
	public ChannelOptions withPeer(Peer peer) {
		return new ChannelOptions(this.name, peer, this.daemon, this.maxMessageSize, this.maxQueuedBytes,
				this.ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change whether the channel's threads are daemons.
	 * @param daemon whether they are
	 * @return new options
	 */
	public ChannelOptions withDaemon(boolean daemon) {
		return new ChannelOptions(this.name, this.peer, daemon, this.maxMessageSize, this.maxQueuedBytes,
				this.ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change the limit of a message. The limit of the queue grows with it if necessary.
	 * @param maxMessageSize the size in bytes
	 * @return new options
	 */
	public ChannelOptions withMaxMessageSize(int maxMessageSize) {
		return new ChannelOptions(this.name, this.peer, this.daemon, maxMessageSize,
				Math.max(maxMessageSize, this.maxQueuedBytes), this.ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change the limit of the queue.
	 * @param maxQueuedBytes the number of bytes
	 * @return new options
	 */
	public ChannelOptions withMaxQueuedBytes(long maxQueuedBytes) {
		return new ChannelOptions(this.name, this.peer, this.daemon, this.maxMessageSize, maxQueuedBytes,
				this.ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change the longest time for a peer to acknowledge a handle.
	 * @param ackTimeout the time; zero means no limit
	 * @return new options
	 */
	public ChannelOptions withAckTimeout(Duration ackTimeout) {
		return new ChannelOptions(this.name, this.peer, this.daemon, this.maxMessageSize, this.maxQueuedBytes,
				ackTimeout, this.ackDelay, this.mapper);
	}

	/**
	 * Change how long acknowledgements may wait to be sent with a message. Those to a
	 * Node peer never wait, as it sends nothing else before it has them.
	 * @param ackDelay the time, much less than the peer's timeout; zero means not at all
	 * @return new options
	 */
	public ChannelOptions withAckDelay(Duration ackDelay) {
		return new ChannelOptions(this.name, this.peer, this.daemon, this.maxMessageSize, this.maxQueuedBytes,
				this.ackTimeout, ackDelay, this.mapper);
	}

	/**
	 * Change the mapper.
	 * @param mapper converts objects to JSON and JSON to trees
	 * @return new options
	 */
	public ChannelOptions withMapper(JsonMapper mapper) {
		return new ChannelOptions(this.name, this.peer, this.daemon, this.maxMessageSize, this.maxQueuedBytes,
				this.ackTimeout, this.ackDelay, () -> mapper);
	}

}
