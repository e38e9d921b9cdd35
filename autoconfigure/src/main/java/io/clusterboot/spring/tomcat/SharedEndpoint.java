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
package io.clusterboot.spring.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.spring.nio.ListenerSource;
import io.clusterboot.spring.nio.SharedServerSocketChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's NIO endpoint on a listener that the workers share.
 * <p>
 * Tomcat lets its acceptor thread go by a connection to its own port, which another
 * worker would take. Here the listener wakes the thread, which then gets no connection.
 */
final class SharedEndpoint extends NioEndpoint {

	private @Nullable ListenerSource source;

	private volatile @Nullable SharedServerSocketChannel listener;

	/**
	 * Set where the listener comes from. To be called before the endpoint is bound.
	 */
	void listenWith(ListenerSource source) {
		this.source = source;
	}

	@Override
	protected void initServerSocket() {
		ListenerSource source = Objects.requireNonNull(this.source, "The source of listeners is not set");
		this.listener = source.listen(new InetSocketAddress(getAddress(), getPortWithOffset()), getAcceptCount());
	}

	@Override
	protected @Nullable NetworkChannel getServerSocket() {
		return this.listener;
	}

	/**
	 * Wait for a connection.
	 * @return the connection, {@code null} to look whether the endpoint is paused or
	 * stopped
	 */
	@Override
	protected @Nullable SocketChannel serverSocketAccept() throws IOException {
		try {
			return Objects.requireNonNull(this.listener).accept();
		}
		catch (ClosedChannelException ex) {
			return null;
		}
	}

	@Override
	protected boolean setSocketOptions(@Nullable SocketChannel connection) {
		if (connection == null) {
			countDownNone();
			return true;
		}
		return super.setSocketOptions(connection);
	}

	@Override
	protected void destroySocket(@Nullable SocketChannel connection) {
		if (connection == null) {
			countDownNone();
			return;
		}
		super.destroySocket(connection);
	}

	/**
	 * Tomcat counts before it accepts.
	 */
	private void countDownNone() {
		super.countDownConnection();
	}

	/**
	 * Called once for each connection that has ended.
	 */
	@Override
	protected long countDownConnection() {
		SharedServerSocketChannel listener = this.listener;
		if (listener != null) {
			listener.connectionEnded();
		}
		return super.countDownConnection();
	}

	@Override
	protected void unlockAccept() {
		SharedServerSocketChannel listener = this.listener;
		if (listener != null) {
			listener.wakeUp();
		}
	}

	@Override
	protected void doCloseServerSocket() throws IOException {
		SharedServerSocketChannel listener = this.listener;
		if (listener != null) {
			// The connections that are open still count
			listener.close();
		}
	}

	/**
	 * Take the connections that wait, then close this worker's descriptor of the socket.
	 */
	CompletableFuture<Void> stopListening() {
		SharedServerSocketChannel listener = this.listener;
		return (listener != null) ? listener.stopListening() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Return whether a connection with a local port is one of this process to itself.
	 */
	boolean isOwn(int localPort) {
		SharedServerSocketChannel listener = this.listener;
		return listener != null && listener.isOwn(localPort);
	}

	int openConnections() {
		SharedServerSocketChannel listener = this.listener;
		return (listener != null) ? listener.openConnections() : 0;
	}

	/**
	 * Send GOAWAY to the clients that use HTTP/2.
	 */
	void goAway() {
		getHandler().pause();
	}

}
