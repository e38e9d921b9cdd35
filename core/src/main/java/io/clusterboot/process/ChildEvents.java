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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelException;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Delivers the events of one child to its listeners, in order.
 */
final class ChildEvents implements ChannelListener {

	private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);

	/**
	 * How long a channel that another process holds open must be quiet before the exit
	 * event.
	 */
	private static final long QUIET_MILLIS = 100;

	private final ChildProcess child;

	private final SerialDelivery delivery = new SerialDelivery();

	private final Mailbox mailbox = new Mailbox(this.delivery, this::listenerFailed);

	private final List<ChildProcessListener> listeners = new CopyOnWriteArrayList<>();

	private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

	private final CompletableFuture<ExitStatus> close = new CompletableFuture<>();

	private final CompletableFuture<Void> disconnect = new CompletableFuture<>();

	private final @Nullable Channel channel;

	ChildEvents(ChildProcess child, @Nullable Channel channel) {
		this.child = child;
		this.channel = channel;
	}

	void spawned() {
		this.delivery.run(() -> tell((listener) -> listener.spawned(this.child)));
	}

	Registration add(ChildProcessListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	Registration add(MessageListener listener) {
		return this.mailbox.add(listener, this.child + " messages");
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		this.mailbox.put(message, handle);
	}

	@Override
	public void protocolError(ProtocolError error) {
		failed(new ChannelException("%s sent a malformed message: %s".formatted(this.child, error)));
	}

	void failed(Exception error) {
		logger.debug("{}: {}", this.child, error.getMessage());
		this.delivery.run(() -> tell((listener) -> listener.failed(this.child, error)));
	}

	@Override
	public void disconnected(DisconnectCause cause) {
		this.delivery.run(() -> {
			tell((listener) -> listener.disconnected(this.child));
			this.disconnect.complete(null);
		});
	}

	/**
	 * The child has no channel, so none has to end.
	 */
	void withoutChannel() {
		this.disconnect.complete(null);
	}

	/**
	 * The process has ended. Its messages are delivered before the exit event: until the
	 * channel has ended or, if another process holds it open, is quiet.
	 */
	void exited(ExitStatus status) {
		this.mailbox.lift();
		this.disconnect.thenRun(() -> tellExit(status));
		if (!this.disconnect.isDone()) {
			exitedWhenQuiet(status, -1);
		}
	}

	private void exitedWhenQuiet(ExitStatus status, long receivedBefore) {
		if (this.exit.isDone()) {
			return;
		}
		long received = this.mailbox.received();
		if (received == receivedBefore && this.delivery.isIdle() && isChannelQuiet()) {
			tellExit(status);
			return;
		}
		CompletableFuture.delayedExecutor(QUIET_MILLIS, TimeUnit.MILLISECONDS)
			.execute(() -> exitedWhenQuiet(status, received));
	}

	/**
	 * Return whether all messages of the ended process are delivered. A channel that no
	 * other process holds open ended with the process, and is not quiet until its end is
	 * reported.
	 */
	private boolean isChannelQuiet() {
		return this.channel != null && this.channel.isQuiet();
	}

	private void tellExit(ExitStatus status) {
		this.delivery.run(() -> {
			if (!this.exit.isDone()) {
				tell((listener) -> listener.exited(this.child, status));
				this.exit.complete(status);
			}
		});
	}

	/**
	 * Deliver the close event when everything has ended.
	 */
	void closeAfter(List<CompletableFuture<Void>> streams) {
		CompletableFuture
			.allOf(CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new)), this.exit, this.disconnect)
			.thenRun(() -> this.delivery.run(() -> {
				ExitStatus status = this.exit.join();
				tell((listener) -> listener.closed(this.child, status));
				this.close.complete(status);
			}));
	}

	CompletableFuture<ExitStatus> exit() {
		return this.exit;
	}

	CompletableFuture<ExitStatus> close() {
		return this.close;
	}

	private void tell(Consumer<ChildProcessListener> event) {
		for (ChildProcessListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				listenerFailed(ex);
			}
		}
	}

	private void listenerFailed(Throwable ex) {
		logger.error("A listener of {} failed", this.child, ex);
	}

}
