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

package io.clusterboot.spring.master;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.ClusterStartException;
import io.clusterboot.handle.Errno;
import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContext;

/**
 * The web server of the master: it holds the port, and the workers serve. Starting it
 * completes the start of the cluster, stopping it drains the workers.
 */
final class MasterWebServer implements WebServer {

	private static final Logger logger = LoggerFactory.getLogger(MasterWebServer.class);

	private final ClusterStart start;

	private final ClusterMaster master;

	private final ApplicationContext context;

	private final MasterExit exit;

	private final Supplier<ListenAddress> listenAddress;

	private volatile @Nullable InetSocketAddress bound;

	MasterWebServer(ClusterStart start, ApplicationContext context, Supplier<ListenAddress> listenAddress) {
		this.start = start;
		this.master = start.master();
		this.context = context;
		this.exit = new MasterExit(context);
		this.listenAddress = listenAddress;
	}

	@Override
	public void start() throws WebServerException {
		if (this.bound != null) {
			return;
		}
		this.bound = bind(this.listenAddress.get());
		CompletableFuture<Serving> serving = this.start.complete(this.context);
		if (serving == null) {
			logger.info("Stopped before a worker was forked");
			return;
		}
		try {
			await(serving);
		}
		finally {
			this.start.awaitListeners();
			this.start.ended();
		}
	}

	private void await(CompletableFuture<Serving> serving) {
		try {
			// With a limit, as Spring does not close a context whose start waits without
			// one
			serving.get(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
			// Not earlier, as a start that failed ends the process itself
			this.exit.listenTo(this.master);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof ClusterStartException cause) {
				this.master.close();
				throw cause;
			}
			throw new WebServerException("Unable to start the cluster", ex.getCause());
		}
		catch (CancellationException ex) {
			logger.info("Stopped before the cluster served");
			this.exit.listenTo(this.master);
		}
		catch (InterruptedException ex) {
			this.master.stop();
			Thread.currentThread().interrupt();
			logger.info("Interrupted before the cluster served");
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("The end of time has come", ex);
		}
	}

	private InetSocketAddress bind(ListenAddress address) {
		try {
			return this.start.bind(address.socketAddress(), address.backlog());
		}
		catch (NativeIoException ex) {
			if (ex.expectedErr() == Errno.EADDRINUSE.negative()) {
				throw new PortInUseException(address.socketAddress().getPort(), ex);
			}
			throw unableToListen(address, ex);
		}
		catch (IOException ex) {
			throw unableToListen(address, ex);
		}
	}

	private static WebServerException unableToListen(ListenAddress address, IOException cause) {
		return new WebServerException("Unable to listen on " + address.socketAddress(), cause);
	}

	@Override
	public void shutDownGracefully(GracefulShutdownCallback callback) {
		this.master.stop().whenComplete((result, failure) -> callback.shutdownComplete(GracefulShutdownResult.IDLE));
	}

	@Override
	public void stop() throws WebServerException {
		this.master.stop().join();
	}

	@Override
	public int getPort() {
		InetSocketAddress address = this.bound;
		return (address != null) ? address.getPort() : -1;
	}

	/**
	 * The address that the application listens on.
	 *
	 * @param socketAddress the address, with port 0 for a random port
	 * @param backlog the number of connections that may wait, 0 for the default
	 */
	record ListenAddress(InetSocketAddress socketAddress, int backlog) {

	}

}
