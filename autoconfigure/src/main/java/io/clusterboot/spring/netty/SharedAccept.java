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
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Accepts on a socket that other workers accept on too, fairly and quietly. It belongs to
 * the event loop of its server.
 * <p>
 * A connection wakes one of the workers that wait, as they wait exclusively, and that is
 * the one that has waited longest, as each goes to the end of the queue when it has
 * accepted one connection. A worker that was faster than the others leaves what follows
 * to them for a moment. Now and then each looks without having been woken.
 */
final class SharedAccept implements EpollIoHandle {

	/**
	 * EPOLLIN with EPOLLEXCLUSIVE, which Netty does not name. The kernel takes it only
	 * when a descriptor is added and refuses to change it, so that every change here is a
	 * removal.
	 */
	private static final EpollIoOps EXCLUSIVE_IN = EpollIoOps.valueOf(EpollIoOps.EPOLLIN.value() | 1 << 28);

	private static final int PAUSE_MICROS = 200;

	/**
	 * How long a connection waits at most that only a worker was told of which can't
	 * accept it.
	 */
	private static final int SWEEP_MILLIS = 200;

	/**
	 * How often a worker lets the others go first. They may have more to do than to
	 * accept, and the client waits.
	 */
	private static final int MAX_PAUSES = 15;

	/**
	 * How many connections that may have woken only this worker it accepts at most when
	 * it stops.
	 */
	private static final int MAX_LAST = 64;

	private final AdoptedServerChannel server;

	private final Socket listener;

	private final FairShare share;

	private final byte[] address = new byte[25];

	private @Nullable IoRegistration registration;

	private @Nullable Future<?> sweeps;

	private boolean begun;

	private boolean paused;

	private int pauses;

	SharedAccept(AdoptedServerChannel server, Handle listener, FairShare share) {
		this.server = server;
		this.listener = new Socket(listener.setNonBlocking().release());
		this.share = share;
	}

	void receiveBufferSize(int size) {
		try {
			this.listener.setReceiveBufferSize(size);
		}
		catch (IOException ex) {
			throw new ChannelException("Could not set the size of receive buffers to " + size, ex);
		}
	}

	/**
	 * Begin or end to accept, as the server says.
	 */
	void update() {
		if (!this.listener.isOpen()) {
			return;
		}
		if (this.server.isAccepting()) {
			begin();
			if (!this.paused) {
				listen();
			}
		}
		else {
			end();
		}
	}

	private void begin() {
		if (!this.begun) {
			this.begun = true;
			this.share.begin();
			this.sweeps = this.server.eventLoop()
				.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Look for a connection that woke a worker which did not live, or run, to accept it:
	 * nobody else would be told of it before the next one comes.
	 */
	private void sweep() {
		if (this.registration != null && this.server.isAccepting() && accept()) {
			this.server.pipeline().fireChannelReadComplete();
			next();
		}
	}

	private void end() {
		if (!this.begun) {
			return;
		}
		this.begun = false;
		if (this.sweeps != null) {
			this.sweeps.cancel(false);
			this.sweeps = null;
		}
		boolean waited = this.registration != null;
		ignore();
		if (waited) {
			acceptLast();
		}
		// Not before, as until now it did accept
		this.share.end();
	}

	private void listen() {
		if (this.registration != null) {
			return;
		}
		Future<IoRegistration> registered = ((IoEventLoop) this.server.eventLoop()).register(this);
		if (!registered.isSuccess()) {
			this.server.pipeline()
				.fireExceptionCaught(new IllegalStateException("Could not wait for connections", registered.cause()));
			return;
		}
		IoRegistration registration = registered.getNow();
		registration.submit(EXCLUSIVE_IN);
		this.registration = registration;
	}

	private void ignore() {
		if (this.registration != null) {
			this.registration.cancel();
			this.registration = null;
		}
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		if (this.registration == null) {
			return;
		}
		if (!this.server.isAccepting()) {
			update();
		}
		else if (accept()) {
			this.server.pipeline().fireChannelReadComplete();
			next();
		}
	}

	/**
	 * Accept one connection.
	 * @return {@code false} if another was faster, or there is no place for it
	 */
	private boolean accept() {
		// Before it is accepted, as others could not have it after that
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
		this.server.serve(Handle.adopt(descriptor));
		this.share.taken();
		return true;
	}

	private void next() {
		if (!this.server.isAccepting()) {
			// what woke this worker was accepted
			ignore();
			update();
		}
		else if (this.share.isShared() && this.registration != null) {
			ignore();
			if (this.share.isAhead()) {
				pause();
			}
			else {
				listen();
			}
		}
	}

	private void pause() {
		this.paused = true;
		this.pauses++;
		this.server.eventLoop().schedule(this::resume, PAUSE_MICROS, TimeUnit.MICROSECONDS);
	}

	private void resume() {
		this.paused = false;
		if (this.begun && this.pauses < MAX_PAUSES && this.share.isAhead()) {
			pause();
			return;
		}
		this.pauses = 0;
		update();
	}

	/**
	 * A connection that came while this worker waited has woken nobody else.
	 */
	private void acceptLast() {
		boolean any = false;
		for (int i = 0; i < MAX_LAST && accept(); i++) {
			any = true;
		}
		if (any) {
			this.server.pipeline().fireChannelReadComplete();
		}
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
	 * Close the descriptor. To be called on the event loop, or when there is none.
	 */
	void shut() {
		if (this.begun) {
			this.begun = false;
			this.share.end();
		}
		ignore();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not close the listening socket", ex);
		}
	}

}
