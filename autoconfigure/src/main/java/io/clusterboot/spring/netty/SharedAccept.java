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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.worker.FairShare;
import io.clusterboot.handle.Handle;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;

/**
 * Accepts connections on a listening socket that other workers accept on too, so that
 * each worker gets its share. Used on the event loop of its server only.
 * <p>
 * The kernel wakes one of the waiting workers for a connection, as they wait exclusively:
 * the one that has waited longest, since each goes to the end of the queue when it has
 * accepted a connection. A worker that is ahead of the others leaves the next connections
 * to them for a moment. Now and then each worker looks for a connection without having
 * been woken. {@link AcceptPhase} says what happens when.
 */
final class SharedAccept implements EpollIoHandle, AcceptEffects {

	/**
	 * EPOLLIN with EPOLLEXCLUSIVE, which Netty does not name. The kernel takes it only
	 * when a descriptor is added and refuses to change it, so that every change here is a
	 * removal.
	 */
	private static final EpollIoOps EXCLUSIVE_IN = EpollIoOps.valueOf(EpollIoOps.EPOLLIN.value() | 1 << 28);

	private static final int PAUSE_MICROS = 200;

	/**
	 * Longest time a connection may wait when the worker that was woken for it cannot
	 * accept it: the kernel wakes no other worker before the next connection arrives.
	 */
	private static final int SWEEP_MILLIS = 200;

	/**
	 * Largest number of connections that a worker accepts when it stops to wait. They may
	 * have woken only this worker.
	 */
	private static final int MAX_LAST = 64;

	/**
	 * Largest number of connections that are accepted before the descriptor is closed, so
	 * that a flood of connections cannot keep it open.
	 */
	private static final int MAX_QUEUED = 4096;

	private final AdoptedServerChannel server;

	private final Socket listener;

	private final FairShare share;

	private final Admission admission;

	private final byte[] address = new byte[25];

	private AcceptPhase phase = new AcceptPhase.Resting();

	SharedAccept(AdoptedServerChannel server, Handle listener, Admission admission) {
		this.server = server;
		this.listener = new Socket(listener.setNonBlocking().release());
		this.share = admission.share();
		this.admission = admission;
	}

	void receiveBufferSize(int size) {
		if (this.phase instanceof AcceptPhase.Closed) {
			return;
		}
		try {
			this.listener.setReceiveBufferSize(size);
		}
		catch (IOException ex) {
			throw new ChannelException("Could not set the size of receive buffers to " + size, ex);
		}
	}

	/**
	 * Begin or end to accept, as the server wants.
	 */
	void update() {
		this.phase.update(this);
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		this.phase.ready(this);
	}

	@Override
	public boolean isWanted() {
		return this.server.isAccepting();
	}

	@Override
	public boolean isIn(AcceptPhase phase) {
		return this.phase == phase;
	}

	@Override
	public boolean isShared() {
		return this.share.isShared();
	}

	@Override
	public boolean isAhead() {
		return this.share.isAhead();
	}

	@Override
	public boolean isBusy() {
		return this.admission.hasBriefConnections();
	}

	@Override
	public void begin() {
		this.share.begin();
		await(this.server.eventLoop()
			.scheduleWithFixedDelay(() -> this.phase.ready(this), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS));
	}

	@Override
	public void await(Future<?> sweeps) {
		Future<IoRegistration> registered = ((IoEventLoop) this.server.eventLoop()).register(this);
		if (!registered.isSuccess()) {
			rest(sweeps);
			this.server.pipeline()
				.fireExceptionCaught(new IllegalStateException("Could not wait for connections", registered.cause()));
			return;
		}
		IoRegistration registration = registered.getNow();
		registration.submit(EXCLUSIVE_IN);
		this.phase = new AcceptPhase.Waiting(registration, sweeps);
	}

	@Override
	public void pause(Future<?> sweeps, int count) {
		Future<?> end = this.server.eventLoop()
			.schedule(() -> this.phase.resume(this), PAUSE_MICROS, TimeUnit.MICROSECONDS);
		this.phase = new AcceptPhase.Pausing(end, count, sweeps);
	}

	@Override
	public void rest(Future<?> sweeps) {
		this.phase = new AcceptPhase.Resting();
		end(sweeps);
	}

	@Override
	public void restAfterLast(Future<?> sweeps) {
		this.phase = new AcceptPhase.Resting();
		acceptUpTo(MAX_LAST);
		// Not before: until here this worker did accept
		end(sweeps);
	}

	@Override
	public void end(Future<?> sweeps) {
		sweeps.cancel(false);
		this.share.end();
	}

	@Override
	public boolean acceptOne() {
		if (!accept()) {
			return false;
		}
		this.server.servedAll();
		return true;
	}

	private void acceptUpTo(int count) {
		boolean any = false;
		for (int i = 0; i < count && accept(); i++) {
			any = true;
		}
		if (any) {
			this.server.servedAll();
		}
	}

	private boolean accept() {
		// Reserved first: an accepted connection could not be left to another worker
		if (!this.server.limit().reserve()) {
			return false;
		}
		int descriptor = -1;
		try {
			descriptor = this.listener.accept(this.address);
		}
		catch (IOException ex) {
			this.server.pipeline().fireExceptionCaught(ex);
		}
		if (descriptor < 0) {
			this.server.limit().leave();
			return false;
		}
		this.server.serve(Handle.adoptAccepted(descriptor, NativeInetAddress.address(this.address, 1, this.address[0])),
				false);
		this.share.taken();
		return true;
	}

	@Override
	public FileDescriptor fd() {
		return this.listener;
	}

	/**
	 * The event loop ends.
	 */
	@Override
	public void close() {
		this.server.unsafe().close(this.server.unsafe().voidPromise());
	}

	/**
	 * Accept the connections that are waiting, as far as the limit permits, and close the
	 * descriptor. To be called on the event loop.
	 */
	void finish() {
		if (this.phase instanceof AcceptPhase.Closed) {
			return;
		}
		AcceptPhase last = this.phase;
		this.phase = new AcceptPhase.Closed();
		acceptUpTo(MAX_QUEUED);
		leave(last);
	}

	/**
	 * Close the descriptor. To be called on the event loop, or when there is none.
	 */
	void shut() {
		if (this.phase instanceof AcceptPhase.Closed) {
			return;
		}
		AcceptPhase last = this.phase;
		this.phase = new AcceptPhase.Closed();
		leave(last);
	}

	private void leave(AcceptPhase last) {
		last.close(this);
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not close the listening socket", ex);
		}
	}

}
