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

package io.clusterboot.cluster.master;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.master.ClusterEvent.Serving;
import io.clusterboot.cluster.protocol.ServerAddress;
import tools.jackson.databind.JsonNode;

/**
 * The master of a cluster: binds the listening sockets, forks the workers, replaces those
 * that die, and stops them all. It is the facade over what supervises, knows a worker,
 * forks and talks.
 * <p>
 * All methods may be called from any thread; none blocks for longer than the control loop
 * needs to answer, but {@link #close()}. It owns the sockets it binds, the channels and
 * the processes, and ends them all when it is stopped and closed. It must be closed even
 * when it was never started.
 * <p>
 * A cluster lives once: {@link #bind}, {@link #start()}, {@link #stop()},
 * {@link #close()}.
 */
public final class ClusterMaster implements Closeable {

	private final MasterSettings settings;

	private final ControlThread loop;

	private final EventDelivery delivery;

	private final ListeningSockets sockets = new ListeningSockets();

	private final Supervisor supervisor;

	private final AtomicBoolean stopping = new AtomicBoolean();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private ClusterMaster(MasterSettings settings, WorkerForker forker, List<ClusterListener> listeners) {
		this.settings = settings;
		this.loop = new ControlThread("cluster-control");
		List<ClusterListener> all = new ArrayList<>();
		all.add(new EventLog());
		all.addAll(listeners);
		this.delivery = new EventDelivery("cluster-events", all);
		this.supervisor = new Supervisor(settings, this.loop, forker, this.sockets, this.delivery::deliver);
	}

	/**
	 * Create a master whose workers are JVMs. Nothing is bound or forked yet.
	 * @param settings how to supervise
	 * @param launch how to start a worker
	 * @param listeners whom to tell what happens
	 * @return the master, to be closed by the caller
	 */
	public static ClusterMaster create(MasterSettings settings, WorkerLaunch launch, List<ClusterListener> listeners) {
		return new ClusterMaster(settings, new ProcessForker(settings, launch), listeners);
	}

	/**
	 * Bind a listening socket before any worker asks for it. A worker that asks for the
	 * same address later gets this socket.
	 * @param address the address to listen on; port 0 picks a random port
	 * @param backlog how many connections may wait to be accepted, 0 for the system's
	 * limit
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	public InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
		CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				bound.complete(this.sockets.obtain(ServerAddress.of(address, 0), backlog).localAddress());
			}
			catch (IOException | RuntimeException ex) {
				bound.completeExceptionally(ex);
			}
		});
		try {
			return bound.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * Fork a worker for each slot, and keep the slots filled from now on.
	 * @return completes when the cluster serves, after the listeners were told; fails
	 * with {@link ClusterStartException} when no worker gets as far as listening, and
	 * with {@link java.util.concurrent.CancellationException} when the cluster is stopped
	 * before it serves
	 */
	public CompletableFuture<Serving> start() {
		CompletableFuture<Serving> serving = new CompletableFuture<>();
		this.loop.execute(() -> this.supervisor.start(serving));
		CompletableFuture<Serving> told = new CompletableFuture<>();
		serving.whenComplete((result, failure) -> this.delivery.afterwards(() -> {
			if (failure != null) {
				told.completeExceptionally(failure);
			}
			else {
				told.complete(result);
			}
		}));
		return told;
	}

	/**
	 * Ask all workers to drain and to end, and see to it that they do. Further calls
	 * change nothing, and wait for the same end.
	 * @return completes when no worker is left, the sockets are closed, and the listeners
	 * were told or take too long to hear it
	 */
	public CompletableFuture<Void> stop() {
		if (this.stopping.compareAndSet(false, true)) {
			CompletableFuture<Void> noneLeft = new CompletableFuture<>();
			this.loop.execute(() -> this.supervisor.stop(noneLeft));
			noneLeft.thenRun(() -> {
				this.stopped.completeOnTimeout(null, EventDelivery.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
				this.delivery.afterwards(() -> this.stopped.complete(null));
			});
		}
		return this.stopped.copy();
	}

	/**
	 * Kill all workers that are still there, draining or not. To be used after
	 * {@link #stop()}.
	 */
	public void hurry() {
		this.loop.execute(this.supervisor::hurry);
	}

	/**
	 * Send a message to a worker. It is dropped when there is no such worker any more.
	 * @param workerId the worker id
	 * @param message any JSON value
	 */
	public void send(int workerId, JsonNode message) {
		this.loop.execute(() -> this.supervisor.send(workerId, message));
	}

	/**
	 * Return the workers that are alive.
	 * @return an immutable snapshot, ordered by id
	 */
	public List<WorkerInfo> workers() {
		return this.supervisor.workers();
	}

	/**
	 * Return the number of slots.
	 * @return the number of slots
	 */
	public int size() {
		return this.settings.workers();
	}

	/**
	 * Stop the cluster if that was not done, wait for its end, and end the master's
	 * threads.
	 */
	@Override
	public void close() {
		stop().join();
		this.loop.close();
		this.delivery.close();
	}

}
