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

package io.clusterboot.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.UnhandledError.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The channel to the process that forked this one. A process has at most one, shared by
 * the application and the part of the library that makes this process a worker, whose
 * listeners are called first.
 */
final class ParentChannel implements ChannelListener {

	private static final Logger logger = LoggerFactory.getLogger(ParentChannel.class);

	private final SerialDelivery delivery = new SerialDelivery();

	private final Mailbox mailbox = new Mailbox(this.delivery,
			(ex) -> UnhandledErrors.get().report(Origin.LISTENER, ex));

	private final Mailbox internalMailbox = new Mailbox(this.delivery, ParentChannel::internalListenerFailed);

	private final List<ChannelListener> attached = new CopyOnWriteArrayList<>();

	private final List<Runnable> disconnectListeners = new CopyOnWriteArrayList<>();

	private final ChannelKeepAlive keepAlive = new ChannelKeepAlive();

	private final Channel channel;

	private ParentChannel(Channel channel) {
		this.channel = channel;
	}

	static ParentChannel open(int descriptor, ChannelOptions options) {
		ParentChannel parent = new ParentChannel(Channel.open(Handle.adopt(descriptor).closeOnExec(), options));
		parent.channel.start(parent);
		return parent;
	}

	Channel channel() {
		return this.channel;
	}

	ChannelKeepAlive keepAlive() {
		return this.keepAlive;
	}

	/**
	 * Add a listener for everything except the messages of the application, which are
	 * kept for it. It is called before other listeners and does not keep the JVM alive.
	 */
	Channel attach(ChannelListener listener) {
		this.attached.add(listener);
		this.internalMailbox.add(listener::internalMessage, "clusterboot-messages");
		return this.channel;
	}

	Registration onMessage(MessageListener listener) {
		this.keepAlive.listenerAdded();
		Registration registration = this.mailbox.add(listener, "clusterboot-messages");
		return once(() -> {
			registration.close();
			this.keepAlive.listenerRemoved();
		});
	}

	Registration onDisconnect(Runnable listener) {
		this.disconnectListeners.add(listener);
		this.keepAlive.listenerAdded();
		return once(() -> {
			this.disconnectListeners.remove(listener);
			this.keepAlive.listenerRemoved();
		});
	}

	private static Registration once(Runnable action) {
		AtomicInteger calls = new AtomicInteger();
		return () -> {
			if (calls.getAndIncrement() == 0) {
				action.run();
			}
		};
	}

	Sent send(Sent sent) {
		if (sent.written().isDone() && !sent.written().isCompletedExceptionally()
				&& sent.acknowledged() == sent.written()) {
			return sent;
		}
		CompletableFuture<Void> written = ObservedFuture.of(sent.written());
		return new Sent(sent.writable(), written,
				(sent.acknowledged() == sent.written()) ? written : sent.acknowledged().copy());
	}

	/**
	 * Return a future that completes when everything sent so far has been written or has
	 * failed.
	 */
	CompletableFuture<Void> flushed() {
		return this.channel.flushed().exceptionally((ex) -> null);
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		this.mailbox.put(message, handle);
	}

	@Override
	public void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
		this.internalMailbox.put(message, handle);
	}

	@Override
	public void protocolError(ProtocolError error) {
		if (this.attached.isEmpty()) {
			logger.warn("The parent sent a malformed message: {}", error);
		}
		this.attached.forEach((listener) -> listener.protocolError(error));
	}

	@Override
	public void disconnected(DisconnectCause cause) {
		this.mailbox.lift();
		this.internalMailbox.lift();
		this.delivery.run(() -> {
			tell(() -> this.attached.forEach((listener) -> listener.disconnected(cause)));
			this.disconnectListeners.forEach(ParentChannel::tell);
			this.keepAlive.end();
		});
	}

	private static void tell(Runnable listener) {
		try {
			listener.run();
		}
		catch (Throwable ex) {
			UnhandledErrors.get().report(Origin.LISTENER, ex);
		}
	}

	private static void internalListenerFailed(Throwable ex) {
		logger.error("An internal message could not be handled", ex);
	}

}
