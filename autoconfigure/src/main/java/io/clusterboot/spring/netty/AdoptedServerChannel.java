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

package io.clusterboot.spring.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.cluster.worker.OfferedConnection;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server channel for a socket of the master. Its connections arrive in two ways, and it
 * may switch between them: it accepts them, in turn with the other workers, or the master
 * accepts them and hands them over. Netty treats both kinds alike.
 * <p>
 * Auto-read says whether the server takes connections: a server that drains declines what
 * the master offers. Socket options are set by the master and ignored here.
 */
final class AdoptedServerChannel extends AbstractServerChannel implements ServerSocketChannel, AdoptedListener {

	private static final Logger logger = LoggerFactory.getLogger(AdoptedServerChannel.class);

	private final AdoptedSocket socket;

	private final Admission admission;

	private final ConnectionTarget target;

	private final InetSocketAddress address;

	private final @Nullable SharedAccept accept;

	private final OfferedConnections offered = new OfferedConnections(this);

	private final Runnable changed = this::takeAgain;

	private final AdoptedServerChannelConfig config = new AdoptedServerChannelConfig(this, this.changed);

	private final CompletableFuture<Void> stoppedListening = new CompletableFuture<>();

	private final LastConnections lastConnections = new LastConnections();

	private volatile boolean heldBack;

	private volatile boolean stopsListening;

	private volatile boolean suspended;

	private volatile boolean bound;

	private volatile boolean open = true;

	/**
	 * Create a channel whose connections Netty serves.
	 */
	AdoptedServerChannel(AdoptedSocket socket, Admission admission) {
		this(socket, admission, (channel) -> new PipelineTarget(channel, admission.limit()));
	}

	/**
	 * Create a channel that is not yet registered.
	 * @param socket the socket, whose descriptor this channel owns from now on
	 * @param admission decides whether a connection is taken
	 * @param target makes what becomes of the connections, for this channel
	 */
	AdoptedServerChannel(AdoptedSocket socket, Admission admission,
			Function<AdoptedServerChannel, ConnectionTarget> target) {
		this.socket = socket;
		this.admission = admission;
		this.target = target.apply(this);
		this.address = socket.localAddress();
		this.accept = socket.handle().map((handle) -> new SharedAccept(this, handle, admission)).orElse(null);
		closeFuture().addListener((closed) -> socket.closed());
	}

	private boolean acceptsItself() {
		return !this.socket.isHandedOver() || this.admission.stallDetector().isStalled();
	}

	/**
	 * Return whether the server takes connections: it is open, not held back, and does
	 * not drain.
	 */
	boolean isTaking() {
		return isActive() && this.config.isAutoRead() && !this.heldBack && !this.suspended && !this.stopsListening
				&& this.target.hasRoom();
	}

	/**
	 * Return whether the server accepts from the listening socket itself, now.
	 */
	boolean isAccepting() {
		return isTaking() && acceptsItself() && !limit().isReached() && !limit().isReachedByAll();
	}

	/**
	 * Return the limit of the number of connections.
	 */
	ConnectionLimit limit() {
		return this.admission.limit();
	}

	/**
	 * Serve a connection that counts within the limit. To be called on the event loop.
	 * @param connection the descriptor, which this server owns from now on
	 * @param shared whether other processes have descriptors for the connection
	 */
	void serve(Handle connection, boolean shared) {
		this.admission.rate().served();
		try {
			taken(this.target.take(connection, shared));
		}
		catch (HandleException ex) {
			// The peer is gone, so no other worker could serve it either
			logger.debug("A connection ended before it was served", ex);
			limit().leave();
			connection.close();
		}
	}

	private void taken(Optional<Channel> child) {
		if (this.stopsListening) {
			child.ifPresent(this.lastConnections::add);
		}
	}

	@Override
	public void serveOwn(Handle connection, Consumer<Channel> prepare) {
		onLoop(() -> {
			try {
				taken(Optional.of(PipelineTarget.pass(connection, this, prepare)));
				pipeline().fireChannelReadComplete();
			}
			catch (HandleException ex) {
				logger.debug("A connection of this process to itself ended before it was served", ex);
				connection.close();
			}
		}, connection::close);
	}

	/**
	 * No more connections follow for the moment.
	 */
	void servedAll() {
		this.target.takenAll();
	}

	/**
	 * Claim a connection that the master offers, so that no other worker serves it.
	 * @return {@code false} if another worker has claimed it
	 */
	boolean claim(OfferedConnection connection) {
		return connection.claim(this.admission.offers());
	}

	/**
	 * Send the answers to several offers together.
	 * @param answers takes and declines connections
	 */
	void answerTogether(Runnable answers) {
		this.socket.answerTogether(answers);
	}

	/**
	 * Set the size of the receive buffers, in bytes, of future connections. All workers
	 * share the socket; where only the master has it, this has no effect.
	 */
	void receiveBufferSize(int size) {
		if (this.accept != null) {
			this.accept.receiveBufferSize(size);
		}
	}

	/**
	 * Whether connections are accepted may have changed.
	 */
	@Override
	public void takeAgain() {
		if (this.accept == null || !isRegistered()) {
			return;
		}
		onLoop(this.accept::update, () -> {
		});
	}

	private void onLoop(Runnable task, Runnable otherwise) {
		try {
			eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of {} has ended", this.address, ex);
			otherwise.run();
		}
	}

	@Override
	public void holdBack() {
		this.heldBack = true;
	}

	@Override
	public CompletableFuture<Void> join() {
		CompletableFuture<Void> joined = new CompletableFuture<>();
		onLoop(() -> {
			if (this.heldBack && isActive() && !this.stopsListening) {
				this.heldBack = false;
				beginListening();
				takeAgain();
			}
			joined.complete(null);
		}, () -> joined.complete(null));
		return joined;
	}

	@Override
	public CompletableFuture<Void> suspend(boolean suspended) {
		this.suspended = suspended;
		takeAgain();
		// After the connections that are being accepted
		CompletableFuture<Void> done = new CompletableFuture<>();
		Runnable complete = () -> done.complete(null);
		onLoop(complete, complete);
		return done;
	}

	@Override
	public CompletableFuture<Void> stopListening() {
		if (!isRegistered()) {
			// Finished when it is bound
			this.stopsListening = true;
			return this.stoppedListening;
		}
		if (eventLoop().inEventLoop()) {
			// The caller may wait, and with it the event loop
			finishListening();
			return this.stoppedListening;
		}
		// After the connections that were offered before
		onLoop(this::finishListening, () -> this.stoppedListening.complete(null));
		return this.stoppedListening;
	}

	private void finishListening() {
		this.stopsListening = true;
		if (this.accept != null && acceptsItself() && !this.heldBack) {
			this.accept.finish();
		}
		else if (this.accept != null) {
			// Others accept the connections that are waiting
			this.accept.shut();
		}
		this.lastConnections.release().thenRun(() -> this.stoppedListening.complete(null));
	}

	@Override
	protected void doBind(SocketAddress localAddress) {
		this.bound = true;
		if (!this.heldBack) {
			beginListening();
		}
		if (this.stopsListening) {
			eventLoop().execute(this::finishListening);
		}
	}

	private void beginListening() {
		this.admission.stallDetector().watch(this.changed);
		limit().watch(this.changed);
		this.socket.receive(this.offered);
		this.socket.listening(this.address);
	}

	@Override
	protected void doBeginRead() {
		if (this.accept != null) {
			this.accept.update();
		}
	}

	@Override
	protected void doClose() {
		this.open = false;
		this.bound = false;
		this.admission.stallDetector().unwatch(this.changed);
		limit().unwatch(this.changed);
		if (this.accept != null) {
			this.accept.shut();
		}
		this.stoppedListening.complete(null);
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return loop instanceof IoEventLoop ioLoop && ioLoop.isCompatible(EpollIoHandle.class);
	}

	@Override
	protected InetSocketAddress localAddress0() {
		return this.address;
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.address;
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return null;
	}

	@Override
	public ServerSocketChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public boolean isActive() {
		return this.open && this.bound;
	}

}
