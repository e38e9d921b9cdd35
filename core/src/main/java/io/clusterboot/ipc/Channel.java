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

import java.io.Closeable;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.clusterboot.handle.HandleKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The stream of messages between two processes, on either side. A message is one JSON
 * value; a handle may travel with it. The format is that of Node, so either side may be a
 * Node process.
 * <p>
 * All methods may be called by any thread, and none blocks. Messages arrive in the order
 * in which they were sent, on one reader thread, once {@link #start start} was called;
 * what arrives before stays in the kernel.
 * <p>
 * It owns its end of the stream and closes it. It ends when it is closed here, when the
 * peer closes its end, or when the process of the peer ends; the listener is called for
 * the end exactly once. A message to a peer that is gone fails through its {@link Sent},
 * and no method throws for that.
 */
public final class Channel implements Closeable {

	private final ChannelOptions options;

	private final UnixStream stream;

	private final Outbound outbound;

	private final FrameEncoder encoder;

	private final ChannelCounters counters = new ChannelCounters();

	private volatile @Nullable Inbound inbound;

	private Channel(UnixStream stream, ChannelOptions options) {
		this.stream = stream;
		this.options = options;
		this.outbound = new Outbound(stream, options, this.counters);
		this.encoder = new FrameEncoder(options.name(), options.maxMessageSize(), new ChannelJson(options.mapper()));
	}

	/**
	 * Open a channel on one end of a pair of Unix-domain sockets.
	 * @param end the end, for instance descriptor 3 in a process that a Node process has
	 * forked; owned by the channel from now on
	 * @param options the options of the channel
	 * @return the channel, ready to send
	 */
	public static Channel open(Handle end, ChannelOptions options) {
		HandleKind kind = end.kind();
		if (kind != HandleKind.UNIX_STREAM) {
			end.close();
			throw new IllegalArgumentException("The end of the channel '%s' is of the kind %s (expected: %s)"
				.formatted(options.name(), kind, HandleKind.UNIX_STREAM));
		}
		return new Channel(UnixStream.open(end), options);
	}

	/**
	 * Start to read.
	 * @param listener receives everything, on one thread
	 * @return this channel
	 */
	public Channel start(ChannelListener listener) {
		boolean readable = this.outbound.startReading();
		Inbound inbound = new Inbound(this, this.stream, this.outbound, this.options, this.counters, listener);
		this.inbound = inbound;
		Runnable task = readable ? inbound : () -> inbound.disconnected(DisconnectCause.PEER_CLOSED);
		Thread thread = new Thread(task, this.options.name() + "-reader");
		thread.setDaemon(this.options.daemon());
		thread.start();
		return this;
	}

	/**
	 * Send a message.
	 * @param message anything that the channel's mapper can write
	 * @return the progress of sending
	 * @throws IllegalArgumentException if it cannot be written as JSON
	 */
	public Sent send(@Nullable Object message) {
		byte[] frame;
		try {
			frame = this.encoder.encode(message);
		}
		catch (MessageTooLargeException ex) {
			return failed(ex);
		}
		this.counters.messagesSent.increment();
		return this.outbound.send(new Frame(frame, null));
	}

	/**
	 * Send a message that is a tree of JSON nodes.
	 * @param message the message
	 * @return the progress of sending
	 */
	public Sent send(JsonNode message) {
		return send((Object) message);
	}

	/**
	 * Send a message with a handle. The handle is borrowed: a duplicate travels, which
	 * the channel keeps until the peer has acknowledged it, and the caller may close its
	 * own as soon as this returns. The handle becomes non-blocking, as every receiver
	 * expects.
	 * @param message anything that the channel's mapper can write
	 * @param handle the handle
	 * @param type what the receiver turns the handle into
	 * @return the progress of sending
	 * @throws IllegalArgumentException if the message cannot be written as JSON or the
	 * handle is not of that type
	 */
	public Sent send(@Nullable Object message, Handle handle, HandleType type) {
		return send(message, handle, type, null);
	}

	/**
	 * Send a message with a handle.
	 * @param message anything that the channel's mapper can write
	 * @param handle the handle
	 * @param type what the receiver turns the handle into
	 * @param key for a connection, the key of the server that accepted it: the receiver
	 * counts its open connections by that key. Or {@code null}
	 * @return the progress of sending
	 * @see #send(Object, Handle, HandleType)
	 */
	public Sent send(@Nullable Object message, Handle handle, HandleType type, @Nullable String key) {
		HandleKind kind = handle.kind();
		if (!type.accepts(kind)) {
			throw new IllegalArgumentException(
					"A handle of the kind %s cannot be sent as %s".formatted(kind, type.wireName()));
		}
		String dgramType = (type != HandleType.DGRAM_SOCKET) ? null : handle.isInet6() ? "udp6" : "udp4";
		byte[] frame;
		try {
			frame = this.encoder.encode(message, type, key, dgramType);
		}
		catch (MessageTooLargeException ex) {
			return failed(ex);
		}
		Handle copy;
		try {
			copy = handle.duplicate().setNonBlocking();
		}
		catch (HandleException ex) {
			return failed(new ChannelException(
					"A handle could not be duplicated for the channel '%s'".formatted(this.options.name()), ex));
		}
		this.counters.messagesSent.increment();
		return this.outbound.send(new Frame(frame, copy));
	}

	private Sent failed(ChannelException failure) {
		this.counters.failedSends.increment();
		return Sent.failed(failure);
	}

	/**
	 * Hold messages back until {@link #uncork()}, which writes them together: one system
	 * call for each of many small messages would cost more than everything else. Calls
	 * nest; each needs its own {@code uncork()}, soon, since the messages of all threads
	 * are held back. A message that is held back counts as writable.
	 */
	public void cork() {
		this.outbound.cork();
	}

	/**
	 * Write the messages that were held back, if this ends the outermost {@code cork()}.
	 * @see #cork()
	 */
	public void uncork() {
		this.outbound.uncork();
	}

	/**
	 * Return a future that completes when the operating system has taken everything that
	 * was sent until now.
	 * @return the future; it may fail, as {@link Sent#written()} does
	 */
	public CompletableFuture<Void> flushed() {
		return this.outbound.flushed();
	}

	/**
	 * Take no more messages, send what is queued, wait for the acknowledgements of the
	 * handles that were sent, then close. A second call has no effect.
	 * <p>
	 * Messages that arrive until then are delivered. A message of which only a part has
	 * arrived is lost; Node would wait for the rest, forever if the peer never sends it.
	 */
	public void disconnect() {
		this.outbound.disconnect();
	}

	/**
	 * Return whether messages can be sent.
	 * @return {@code false} as soon as the channel is closed or disconnecting, or the
	 * peer is known to be gone
	 */
	public boolean isConnected() {
		return this.outbound.isConnected();
	}

	/**
	 * Return whether all messages that have arrived were delivered, and more may follow.
	 * @return {@code false} also if the channel has ended and the listener was not called
	 * for that yet
	 */
	public boolean isQuiet() {
		Inbound reader = this.inbound;
		return reader != null && reader.isWaiting() && !this.outbound.isReadable() && reader.isWaiting();
	}

	/**
	 * Return the counters of the channel.
	 * @return a snapshot
	 */
	public ChannelStatistics statistics() {
		return this.counters.snapshot(this.outbound.queuedBytes());
	}

	/**
	 * Close immediately. Queued messages are lost, and their sends fail.
	 */
	@Override
	public void close() {
		this.outbound.close();
	}

	@Override
	public String toString() {
		return "Channel[" + this.options.name() + (isConnected() ? "]" : ", disconnected]");
	}

}
