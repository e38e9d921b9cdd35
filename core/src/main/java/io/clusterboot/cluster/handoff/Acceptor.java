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

package io.clusterboot.cluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.clusterboot.cluster.loop.Backoff;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.Handle;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of one listening socket, as long as the target takes them.
 * Confined to the accept loop. It owns its descriptor of the socket.
 */
public final class Acceptor implements EpollIoHandle, ConnectionSource {

	/**
	 * How many connections are accepted before other tasks of the loop run.
	 */
	static final int MAX_PER_WAKE_UP = 64;

	/**
	 * How many connections are accepted at most before the socket is closed.
	 */
	static final int MAX_QUEUED = 4096;

	/**
	 * How long connections gather in the backlog where they come in quick succession.
	 * Those that are accepted together are sent in one write, and wake up a worker once.
	 */
	static final Duration GATHERING = Duration.ofNanos(250_000);

	static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	/**
	 * The errors of accept(2) that concern one connection and not the listening socket.
	 */
	private static final Set<Errno> OF_THE_CONNECTION = EnumSet.of(Errno.EPERM, Errno.EINTR, Errno.ENONET, Errno.EPROTO,
			Errno.ENOPROTOOPT, Errno.EOPNOTSUPP, Errno.ENETDOWN, Errno.ENETUNREACH, Errno.ECONNABORTED, Errno.ETIMEDOUT,
			Errno.EHOSTDOWN, Errno.EHOSTUNREACH);

	/**
	 * An address of at most 24 bytes, and its length.
	 */
	private static final int ADDRESS_BYTES = 25;

	private final Handle listener;

	private final AcceptCall accept;

	private final ConnectionTarget target;

	private final ControlLoop timers;

	private final FileDescriptor descriptor;

	private final byte[] address = new byte[ADDRESS_BYTES];

	private Backoff backoff = Backoff.between(SHORTEST_PAUSE, LONGEST_PAUSE);

	private EpollIoOps watched = EpollIoOps.NONE;

	private boolean failing;

	private boolean wanted;

	private ControlLoop.@Nullable Timer retry;

	private ControlLoop.@Nullable Timer gathering;

	private long lastAccept;

	private @Nullable IoRegistration registration;

	private Acceptor(Handle listener, AcceptCall accept, ConnectionTarget target, ControlLoop timers) {
		this.listener = listener;
		this.accept = accept;
		this.target = target;
		this.timers = timers;
		this.descriptor = new FileDescriptor(listener.descriptor());
		this.lastAccept = timers.nanoTime() - GATHERING.toNanos();
	}

	/**
	 * Create an acceptor that is paused.
	 * @param listener the listening socket, non-blocking; owned by the acceptor from now
	 * on
	 * @param target who gets the connections
	 * @param loop the loop, on which this is called
	 * @return the acceptor
	 */
	public static Acceptor open(Handle listener, ConnectionTarget target, AcceptLoop loop) {
		return open(listener, new Socket(listener.descriptor())::accept, target, loop, loop);
	}

	/**
	 * Create an acceptor with a system call and timers of a test.
	 */
	static Acceptor open(Handle listener, AcceptCall accept, ConnectionTarget target, AcceptLoop loop,
			ControlLoop timers) {
		Acceptor acceptor = new Acceptor(listener, accept, target, timers);
		acceptor.registration = loop.register(acceptor);
		return acceptor;
	}

	@Override
	public FileDescriptor fd() {
		return this.descriptor;
	}

	@Override
	public void resume() {
		this.wanted = true;
		watch();
	}

	@Override
	public void pause() {
		this.wanted = false;
		watch();
	}

	private void watch() {
		if (this.registration != null && this.registration.isValid()) {
			EpollIoOps watch = (this.wanted && this.retry == null && this.gathering == null) ? EpollIoOps.EPOLLIN
					: EpollIoOps.EPOLLERR;
			if (!watch.equals(this.watched)) {
				this.watched = watch;
				this.registration.submit(watch);
			}
		}
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		long now = this.timers.nanoTime();
		boolean soon = now - this.lastAccept < GATHERING.toNanos();
		if (acceptUpTo(MAX_PER_WAKE_UP) > 0) {
			this.lastAccept = now;
			if (soon && this.gathering == null) {
				gather();
			}
		}
	}

	/**
	 * Let the next connections gather, instead of waking up for each.
	 */
	private void gather() {
		this.gathering = this.timers.schedule(GATHERING, () -> {
			this.gathering = null;
			boolean several = false;
			try {
				several = this.retry == null && acceptUpTo(MAX_PER_WAKE_UP) > 1;
			}
			finally {
				if (several) {
					gather();
				}
				else {
					this.lastAccept = this.timers.nanoTime();
					watch();
				}
			}
		});
		watch();
	}

	/**
	 * Accept what is waiting.
	 * @return how many connections
	 */
	private int acceptUpTo(int count) {
		int accepted = 0;
		for (int tries = 0; tries < count && this.wanted && this.target.takesMore(); tries++) {
			try {
				int connection = this.accept.accept(this.address);
				succeeded();
				if (connection < 0) {
					return accepted;
				}
				accepted++;
				InetSocketAddress client = client();
				this.target.accepted(Handle.adoptAccepted(connection, client), client);
			}
			catch (IOException ex) {
				int error = (ex instanceof NativeIoException nativeError) ? nativeError.expectedErr() : 0;
				if (Errno.of(error).filter(OF_THE_CONNECTION::contains).isEmpty()) {
					failed(ex);
					return accepted;
				}
			}
		}
		return accepted;
	}

	private InetSocketAddress client() {
		return NativeInetAddress.address(this.address, 1, this.address[0]);
	}

	private void succeeded() {
		if (this.failing) {
			this.failing = false;
			this.backoff = Backoff.between(SHORTEST_PAUSE, LONGEST_PAUSE);
			this.target.acceptsAgain();
		}
	}

	private void failed(IOException cause) {
		if (!this.failing) {
			this.failing = true;
			this.target.acceptFails(cause);
		}
		this.retry = this.timers.schedule(this.backoff.next(), () -> {
			this.retry = null;
			watch();
		});
		this.backoff = this.backoff.doubled();
		watch();
	}

	@Override
	public void finish() {
		acceptUpTo(MAX_QUEUED);
		close();
	}

	/**
	 * Take the descriptor out of the loop before it is closed: the workers have others
	 * for the same socket, which would keep it there.
	 */
	@Override
	public void close() {
		if (this.retry != null) {
			this.retry.cancel();
		}
		if (this.gathering != null) {
			this.gathering.cancel();
		}
		if (this.registration != null) {
			this.registration.cancel();
		}
		this.listener.close();
	}

	/**
	 * The system call that accepts a connection.
	 */
	@FunctionalInterface
	interface AcceptCall {

		/**
		 * Accept a connection.
		 * @param address where to write the length of the client's address, and the
		 * address
		 * @return its descriptor, non-blocking and closed when a program is executed; -1
		 * if there is none
		 * @throws IOException if that fails
		 */
		int accept(byte[] address) throws IOException;

	}

}
