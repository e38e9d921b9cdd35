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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.handle.Errno;
import io.clusterboot.spring.event.WorkerEventPublisher;
import io.clusterboot.spring.settings.ClusterSettings;
import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * The start of the cluster, in two steps. The first one comes before the context of the
 * master: bind where the properties say, and fork. Before the context gets beans, which
 * would compete with the first worker for the processors, wait for that worker. The
 * second one comes when the context has its beans: the application learns of all events
 * so far, and the socket is bound where the customizers of the web server say. If the
 * first step is not possible, the second one does it all.
 * <p>
 * Confined to the thread that starts the application, except {@link #close()}. It owns
 * the master, and listens to the signals for it from the beginning: without a listener
 * they would stop or end the process.
 */
public final class ClusterStart implements Closeable {

	/**
	 * Longest time that the first worker has the processors for itself, in seconds.
	 */
	private static final long PATIENCE = 10;

	/**
	 * Longest wait for the application's listeners, in seconds. With a limit also because
	 * Spring does not close a context whose start waits without one.
	 */
	private static final long LISTENER_PATIENCE = 2;

	private static final Logger logger = LoggerFactory.getLogger(ClusterStart.class);

	private final ClusterMaster master;

	private final HeldEvents events;

	private final LateScheduler scheduler;

	private final MasterSignals signals;

	private final MasterMemory memory;

	private final ControlAccess control;

	private final CountDownLatch prepared = new CountDownLatch(1);

	private final CountDownLatch passed = new CountDownLatch(1);

	/**
	 * Begins to stop when the JVM shuts down. The context can't do that before its own
	 * start has ended, and stopping the cluster ends the start.
	 */
	private final Thread stopper;

	/**
	 * Waits for the end of the stop, as no context does yet, before the log is closed.
	 */
	private final Runnable stopAwaiter;

	private @Nullable InetSocketAddress early;

	private @Nullable CompletableFuture<Serving> serving;

	private ClusterStart(ClusterMaster master, HeldEvents events, LateScheduler scheduler, MasterSignals signals,
			MasterMemory memory, ControlAccess control) {
		this.master = master;
		this.events = events;
		this.scheduler = scheduler;
		this.signals = signals;
		this.memory = memory;
		this.control = control;
		this.stopper = new Thread(master::stop, "cluster-stopper");
		this.stopAwaiter = () -> master.stop().join();
	}

	static ClusterStart of(ClusterSettings settings, ServiceEnvironment service) {
		HeldEvents events = new HeldEvents();
		MasterMemory memory = MasterMemory.ofThisProcess();
		LateScheduler scheduler = LateScheduler.of(settings.master().scheduling().policy());
		MasterSettings scheduled = settings.master()
			.withScheduling(settings.master().scheduling().withScheduler(scheduler));
		ClusterMaster master = ClusterMaster.create(scheduled, settings.launch(), settings.configuration(), service,
				List.of(events, memory));
		try {
			return new ClusterStart(master, events, scheduler, MasterSignals.listen(master, scheduled.preDrainDelay()),
					memory, ControlAccess.open(settings.control(), master));
		}
		catch (RuntimeException ex) {
			master.close();
			throw ex;
		}
	}

	ClusterMaster master() {
		return this.master;
	}

	/**
	 * Fork the workers. An address that can't be bound is left to the second step, since
	 * a customizer of the web server may name another one. Events are delivered from
	 * {@link #awaitFirstWorkers()} on, so that the log begins with the application.
	 * @param address where the workers listen, unless a customizer changes that
	 */
	void beginEarly(InetSocketAddress address) {
		try {
			this.master.bind(address, 0);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be bound before the context is there", address, ex);
			return;
		}
		this.early = address;
		this.master.afterEvents(this::awaitContext);
		begin();
	}

	private void awaitContext() {
		try {
			this.prepared.await(PATIENCE, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Wait until the first worker listens or has failed, if it was forked early. The
	 * context is prepared, and gets no beans before that.
	 */
	void awaitFirstWorkers() {
		this.prepared.countDown();
		if (this.early == null) {
			return;
		}
		if (this.serving != null) {
			this.events.awaitFirstWorkers(PATIENCE);
		}
		if (this.serving == null || this.stopper.getState() != Thread.State.NEW) {
			awaitShutdown();
		}
	}

	/**
	 * Do not return while the JVM shuts down: the start would go on, fail, and be
	 * reported as an error.
	 */
	private static void awaitShutdown() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Fork the workers.
	 * @return {@code false} if the JVM is shutting down already
	 */
	private boolean begin() {
		try {
			Runtime.getRuntime().addShutdownHook(this.stopper);
			SpringApplication.getShutdownHandlers().add(this.stopAwaiter);
		}
		catch (IllegalStateException ex) {
			return false;
		}
		this.serving = this.master.start();
		return true;
	}

	/**
	 * Bind the address that the cluster listens on.
	 * @return the address with the real port
	 * @throws IOException if it can't be bound
	 */
	InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
		if (this.early == null) {
			return this.master.bind(address, backlog);
		}
		try {
			return this.master.rebind(this.early, address, backlog);
		}
		catch (NativeIoException ex) {
			if (ex.expectedErr() != Errno.ECANCELED.negative()) {
				throw ex;
			}
			// The cluster has ended by itself, and what completes with its start says why
			logger.debug("The cluster ended before {} was bound", address, ex);
			return this.early;
		}
	}

	/**
	 * Tell an application of all events, ask its scheduler, and fork the workers unless
	 * that was done.
	 * @return completes when the cluster serves, {@code null} if the JVM is shutting down
	 */
	@Nullable CompletableFuture<Serving> complete(ApplicationContext context) {
		context.getBeanProvider(ConnectionScheduler.class).stream().findFirst().ifPresent(this.scheduler::delegateTo);
		this.master.afterEvents(() -> {
			this.events.passTo(new WorkerEventPublisher(context));
			this.passed.countDown();
		});
		if (this.serving == null) {
			begin();
		}
		return this.serving;
	}

	/**
	 * Wait until the application has handled the events so far: the beans that listen are
	 * created for the first of them, at the same time as the rest of the context
	 * otherwise. If the JVM shuts down then, Spring takes the start for stuck. A listener
	 * that blocks is not waited for.
	 */
	void awaitListeners() {
		try {
			if (!this.passed.await(LISTENER_PATIENCE, TimeUnit.SECONDS)) {
				logger.debug("The listeners have not handled the events of the start within {} s", LISTENER_PATIENCE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The start is over, and the context stops the cluster.
	 */
	void ended() {
		try {
			SpringApplication.getShutdownHandlers().remove(this.stopAwaiter);
			Runtime.getRuntime().removeShutdownHook(this.stopper);
		}
		catch (IllegalStateException ex) {
			// The JVM is shutting down and runs the hook
		}
	}

	@Override
	public void close() {
		this.prepared.countDown();
		ended();
		this.memory.close();
		this.signals.close();
		// Commands wait for the end of the stop
		this.master.stop().join();
		this.control.close();
		this.master.close();
	}

}
