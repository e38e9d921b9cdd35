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
package io.clusterboot.spring.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.clusterboot.cluster.worker.AdoptedSocket;
import io.clusterboot.handle.Handle;
import io.clusterboot.spring.netty.Admission;
import io.clusterboot.spring.netty.AdoptedListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server channel for a socket of the master, for servers that call {@link #accept()}.
 * Connections arrive as the scheduling policy says: an event loop of its own accepts them
 * in turn with the other workers, or receives those that the master accepted.
 * <p>
 * It blocks, is bound, and can't be registered with a selector. Socket options are set by
 * the master and ignored here. Closing it leaves the socket to the other processes. May
 * be used from any thread.
 */
public final class SharedServerSocketChannel extends ServerSocketChannel {

	private static final int STOP_SECONDS = 5;

	private final EventLoopGroup loops;

	private final ConnectionQueue queue;

	private final AdoptedListener listener;

	private final InetSocketAddress address;

	private SharedServerSocketChannel(AdoptedSocket socket, Admission admission, EventLoopGroup loops, Runnable begun,
			Runnable ended) {
		super(SelectorProvider.provider());
		this.loops = loops;
		this.address = socket.localAddress();
		this.queue = new ConnectionQueue(this::roomAgain, begun, () -> {
			admission.limit().leave();
			ended.run();
		});
		this.listener = AdoptedListener.of(socket, admission, this.queue);
	}

	/**
	 * Listen on a socket of the master.
	 * @param socket the socket, which the channel owns from now on
	 * @param admission decides whether a connection is taken
	 * @param onLoops receives the event loop, so that its progress is watched
	 * @param begun called when a connection has arrived, on any thread; must not block
	 * @param ended called when a connection has ended, on any thread; must not block
	 * @return the channel, which accepts connections
	 */
	public static SharedServerSocketChannel listen(AdoptedSocket socket, Admission admission,
			Consumer<EventLoopGroup> onLoops, Runnable begun, Runnable ended) {
		return listen(socket, admission, onLoops, begun, ended, (listener) -> {
		});
	}

	/**
	 * Listen on a socket of the master, and accept no connections until the
	 * {@link #listener() listener} joins.
	 * @param socket the socket, which the channel owns from now on
	 * @param admission decides whether a connection is taken
	 * @param onLoops receives the event loop, so that its progress is watched
	 * @param begun called when a connection has arrived, on any thread; must not block
	 * @param ended called when a connection has ended, on any thread; must not block
	 * @return the channel
	 */
	public static SharedServerSocketChannel listenHeldBack(AdoptedSocket socket, Admission admission,
			Consumer<EventLoopGroup> onLoops, Runnable begun, Runnable ended) {
		return listen(socket, admission, onLoops, begun, ended, AdoptedListener::holdBack);
	}

	private static SharedServerSocketChannel listen(AdoptedSocket socket, Admission admission,
			Consumer<EventLoopGroup> onLoops, Runnable begun, Runnable ended, Consumer<AdoptedListener> beforeBind) {
		EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1,
				new DefaultThreadFactory("cluster-accept-" + socket.localAddress().getPort(), true),
				EpollIoHandler.newFactory());
		try {
			SharedServerSocketChannel channel = new SharedServerSocketChannel(socket, admission, loops, begun, ended);
			beforeBind.accept(channel.listener);
			loops.register(channel.listener).syncUninterruptibly();
			channel.listener.bind(channel.address).syncUninterruptibly();
			onLoops.accept(loops);
			return channel;
		}
		catch (RuntimeException ex) {
			// Closes the listener, if it was registered
			shutDown(loops);
			throw ex;
		}
	}

	private static void shutDown(EventLoopGroup loops) {
		loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
	}

	private void roomAgain() {
		this.listener.takeAgain();
	}

	/**
	 * Return the channel of the event loop.
	 * @return the listener
	 */
	public AdoptedListener listener() {
		return this.listener;
	}

	/**
	 * Take the connections that wait to be accepted, then close this worker's descriptor
	 * of the socket. {@link #accept()} returns them.
	 * @return completes when no more connections follow
	 */
	public CompletableFuture<Void> stopListening() {
		return this.listener.stopListening();
	}

	/**
	 * Wait for a connection.
	 * @return the connection, which blocks; {@code null} after {@link #wakeUp()}
	 * @throws IOException if the channel is closed, meanwhile or before
	 */
	@Override
	public @Nullable SocketChannel accept() throws IOException {
		if (!isOpen()) {
			throw new ClosedChannelException();
		}
		boolean completed = false;
		try {
			begin();
			SocketChannel connection = this.queue.next();
			completed = isOpen();
			return connection;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		finally {
			end(completed);
		}
	}

	/**
	 * Have {@link #accept()} return a connection of this process to itself, held back or
	 * not. It is not counted.
	 * @param connection the descriptor, which this channel owns from now on
	 */
	public void serveOwn(Handle connection) {
		this.queue.addOwn(connection);
		if (!isOpen()) {
			this.queue.clear();
		}
	}

	/**
	 * Return whether a connection is one of this process to itself. One that was accepted
	 * has the port of the listening socket.
	 * @param localPort the local port of the connection
	 * @return whether it was not accepted
	 */
	public boolean isOwn(int localPort) {
		return localPort != this.address.getPort();
	}

	/**
	 * Let one call of {@link #accept()} return without a connection.
	 */
	public void wakeUp() {
		this.queue.wakeUp();
	}

	/**
	 * Count a connection as ended. To be called once for each that was accepted.
	 */
	public void connectionEnded() {
		this.queue.connectionEnded();
	}

	/**
	 * Return the number of connections that have not ended.
	 * @return the accepted ones, and those that wait to be
	 */
	public int openConnections() {
		return this.queue.openConnections();
	}

	@Override
	protected void implCloseSelectableChannel() {
		this.listener.close().awaitUninterruptibly();
		shutDown(this.loops);
		this.queue.clear();
		this.queue.wakeUp();
	}

	@Override
	protected void implConfigureBlocking(boolean block) {
		if (!block) {
			throw new UnsupportedOperationException("A shared server channel always blocks");
		}
	}

	@Override
	public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
		throw new AlreadyBoundException();
	}

	@Override
	public SocketAddress getLocalAddress() throws IOException {
		if (!isOpen()) {
			throw new ClosedChannelException();
		}
		return this.address;
	}

	@Override
	public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw new UnsupportedOperationException(name + " is an option of the master's socket");
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of();
	}

	@Override
	public ServerSocket socket() {
		try {
			return new SocketView();
		}
		catch (IOException ex) {
			throw new AssertionError("An unbound socket was not created", ex);
		}
	}

	/**
	 * The address, for servers that ask the socket for it.
	 */
	private final class SocketView extends ServerSocket {

		SocketView() throws IOException {
		}

		@Override
		public int getLocalPort() {
			return SharedServerSocketChannel.this.address.getPort();
		}

		@Override
		public SocketAddress getLocalSocketAddress() {
			return SharedServerSocketChannel.this.address;
		}

		@Override
		public InetAddress getInetAddress() {
			return SharedServerSocketChannel.this.address.getAddress();
		}

		@Override
		public boolean isBound() {
			return true;
		}

		@Override
		public ServerSocketChannel getChannel() {
			return SharedServerSocketChannel.this;
		}

	}

}
