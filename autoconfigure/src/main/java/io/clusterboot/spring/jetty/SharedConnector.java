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
package io.clusterboot.spring.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.clusterboot.spring.drain.DrainingServer;
import io.clusterboot.spring.nio.ListenerSource;
import io.clusterboot.spring.nio.SharedServerSocketChannel;
import io.clusterboot.spring.warmup.ServerProtocols;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * A connector of Jetty on a listener that the workers share. It gives the connector the
 * listener each time it starts, since Jetty would bind a socket of its own, and counts
 * the connections: one is over when its channel is closed, as an upgrade closes only what
 * Jetty calls a connection.
 */
public final class SharedConnector
		implements DrainingServer, LifeCycle.Listener, SelectorManager.AcceptListener, Connection.Listener {

	/**
	 * Part of the names of the classes that serve HTTP/2, which an application may not
	 * have.
	 */
	private static final String HTTP2 = ".http2.";

	private final ServerConnector connector;

	private final ListenerSource source;

	private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

	/**
	 * The open connections of this process to itself.
	 */
	private final Set<Object> own = ConcurrentHashMap.newKeySet();

	/**
	 * The connections of HTTP/2 whose clients know that they end.
	 */
	private final Set<Object> told = ConcurrentHashMap.newKeySet();

	/**
	 * The configurations that kept connections.
	 */
	private final Set<HttpConfiguration> changed = ConcurrentHashMap.newKeySet();

	private volatile @Nullable SharedServerSocketChannel listener;

	private SharedConnector(ServerConnector connector, Function<SharedConnector, ListenerSource> source) {
		this.connector = connector;
		this.source = source.apply(this);
	}

	/**
	 * Let a connector use the master's socket.
	 * @param connector the connector, before its start
	 * @param source makes what gives the listener
	 * @return the connector as a server that drains
	 */
	public static SharedConnector share(ServerConnector connector, Function<SharedConnector, ListenerSource> source) {
		SharedConnector shared = new SharedConnector(connector, source);
		connector.addBean(shared);
		return shared;
	}

	@Override
	public void lifeCycleStarting(LifeCycle event) {
		if (event != this.connector) {
			// Jetty adds the listeners of a connector to its parts
			return;
		}
		String host = this.connector.getHost();
		int port = Math.max(this.connector.getPort(), 0);
		InetSocketAddress address = (host != null) ? new InetSocketAddress(host, port) : new InetSocketAddress(port);
		SharedServerSocketChannel opened = this.source.listen(address, this.connector.getAcceptQueueSize());
		this.listener = opened;
		try {
			this.connector.open(opened);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not listen on " + address, ex);
		}
	}

	@Override
	public void onAccepting(SelectableChannel channel) {
		this.open.add(channel);
		SharedServerSocketChannel listener = this.listener;
		if (listener != null && listener.isOwn(localPort(channel))) {
			this.own.add(channel);
		}
	}

	private static int localPort(SelectableChannel channel) {
		try {
			return (channel instanceof NetworkChannel network
					&& network.getLocalAddress() instanceof InetSocketAddress address) ? address.getPort() : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A connection has no local address", ex);
		}
	}

	/**
	 * Return whether a request is one of this process to itself.
	 * @param request the request
	 * @return whether its connection was not accepted
	 */
	public boolean isOwn(Request request) {
		return !this.own.isEmpty() && this.own.contains(channel(request.getConnectionMetaData().getConnection()));
	}

	private static Object channel(Connection connection) {
		Object transport = connection.getEndPoint().getTransport();
		while (transport instanceof EndPoint encrypted) {
			transport = encrypted.getTransport();
		}
		return transport;
	}

	/**
	 * Return what the connector speaks.
	 * @return the versions of HTTP, and whether with TLS
	 */
	public ServerProtocols protocols() {
		Collection<String> all = this.connector.getProtocols();
		return new ServerProtocols(this.connector.getConnectionFactory(SslConnectionFactory.class) != null,
				all.contains("http/1.1"), all.contains("h2") || all.contains("h2c"));
	}

	@Override
	public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
		ended(channel);
	}

	@Override
	public void onClosed(Connection connection) {
		if (connection.getEndPoint().getTransport() instanceof SocketChannel channel && !channel.isOpen()) {
			ended(channel);
		}
	}

	private void ended(SelectableChannel channel) {
		this.own.remove(channel);
		SharedServerSocketChannel listener = this.listener;
		if (this.open.remove(channel) && listener != null) {
			listener.connectionEnded();
		}
	}

	@Override
	public CompletableFuture<Void> stopListening() {
		SharedServerSocketChannel listener = this.listener;
		return (listener != null) ? listener.stopListening() : CompletableFuture.completedFuture(null);
	}

	@Override
	public void letClientsGo() {
		this.connector.getConnectionFactories().forEach((factory) -> {
			if (factory instanceof HttpConfiguration.ConnectionFactory http) {
				HttpConfiguration configuration = http.getHttpConfiguration();
				if (configuration.isPersistentConnectionsEnabled()) {
					this.changed.add(configuration);
					// Read for each response
					configuration.setPersistentConnectionsEnabled(false);
				}
			}
			if (factory.getClass().getName().contains(HTTP2)) {
				Http2Sessions.goAway(factory, this.told);
			}
		});
	}

	@Override
	public void keepClients() {
		this.changed.forEach((configuration) -> configuration.setPersistentConnectionsEnabled(true));
		this.changed.clear();
		this.told.clear();
	}

	@Override
	public int openConnections() {
		SharedServerSocketChannel listener = this.listener;
		return (listener != null) ? listener.openConnections() : 0;
	}

}
