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

package io.clusterboot.handle;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.function.IntFunction;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A descriptor of the operating system that travels between processes, on either side.
 * <p>
 * May be used by any thread. It owns exactly one descriptor number, from {@link #adopt
 * adopt} until the first {@link #close() close} or {@link #release() release}; no number
 * is ever closed twice. Closing is close(2) and never shutdown(2), so that a connection
 * that another process received stays open there. After that all methods but those two
 * throw an {@link IllegalStateException}. What the operating system refuses is a
 * {@link HandleException}.
 */
public final class Handle implements Closeable {

	private static final int NONE = -1;

	private final boolean accepted;

	private int descriptor;

	private Handle(int descriptor) {
		this(descriptor, false);
	}

	private Handle(int descriptor, boolean accepted) {
		this.descriptor = descriptor;
		this.accepted = accepted;
	}

	/**
	 * Take ownership of a descriptor number.
	 * @param descriptor the number; whoever had it must not close it any more
	 * @return its handle
	 */
	public static Handle adopt(int descriptor) {
		if (descriptor < 0) {
			throw new IllegalArgumentException("descriptor: %d (expected: >= 0)".formatted(descriptor));
		}
		return new Handle(descriptor);
	}

	/**
	 * Take ownership of a TCP connection that accept4(2) has just returned, non-blocking.
	 * What is known of it by that needs no system call any more.
	 * @param descriptor the number; whoever had it must not close it any more
	 * @return its handle
	 */
	public static Handle adoptAccepted(int descriptor) {
		if (descriptor < 0) {
			throw new IllegalArgumentException("descriptor: %d (expected: >= 0)".formatted(descriptor));
		}
		return new Handle(descriptor, true);
	}

	/**
	 * Open a pair of connected Unix-domain stream sockets, blocking, and closed when a
	 * program is executed.
	 * @return the two ends
	 */
	public static Handle[] socketPair() {
		try {
			int[] pair = NativeDescriptor.socketPair();
			return new Handle[] { new Handle(pair[0]), new Handle(pair[1]) };
		}
		catch (IOException ex) {
			throw new HandleException("Could not open a pair of sockets", ex);
		}
	}

	/**
	 * Duplicate the descriptor of a Netty channel, which keeps its own.
	 * @param channel an open channel of the epoll transport
	 * @return a handle for the duplicate
	 */
	public static Handle from(UnixChannel channel) {
		return new Handle(duplicate(channel.fd().intValue()));
	}

	/**
	 * Duplicate the descriptor of a channel of the JDK, which keeps its own.
	 * @param channel an open channel of {@code java.nio}
	 * @return a handle for the duplicate
	 * @throws UnsupportedOperationException if the JVM does not give the descriptor away
	 */
	public static Handle from(NetworkChannel channel) {
		return new Handle(duplicate(NioDescriptor.of(channel)));
	}

	/**
	 * Duplicate the descriptor of an open file, which keeps its own.
	 * @param file the descriptor as the JDK has it
	 * @return a handle for the duplicate
	 */
	public static Handle from(FileDescriptor file) {
		try {
			return new Handle(NativeDescriptor.duplicate(file));
		}
		catch (IOException ex) {
			throw new HandleException("Could not duplicate the descriptor of a file", ex);
		}
	}

	/**
	 * Return the number, which this handle goes on owning.
	 * @return the descriptor number
	 */
	public synchronized int descriptor() {
		return owned();
	}

	/**
	 * Ask the operating system what this is, unless it was just accepted.
	 * @return the kind
	 */
	public synchronized HandleKind kind() {
		int number = owned();
		return this.accepted ? HandleKind.TCP_STREAM : NativeDescriptor.kind(number);
	}

	/**
	 * Return whether this is a socket of the IPv6 family.
	 * @return whether it is an AF_INET6 socket
	 */
	public synchronized boolean isInet6() {
		return NativeDescriptor.isInet6(owned());
	}

	/**
	 * Return whether this handle still owns its descriptor.
	 * @return {@code false} once it was closed or released
	 */
	public synchronized boolean isOpen() {
		return this.descriptor != NONE;
	}

	/**
	 * Return the address that this TCP socket is bound to.
	 * @return the address, port 0 if it is bound to none
	 */
	public synchronized InetSocketAddress localAddress() {
		int number = owned();
		InetSocketAddress address = new Socket(number).localAddress();
		if (address == null) {
			throw new HandleException("Descriptor %d has no address".formatted(number));
		}
		return address;
	}

	/**
	 * Let this bound TCP socket listen.
	 * @param backlog how many connections may wait to be accepted
	 * @return 0, or the negative error number of what went wrong
	 */
	public synchronized int listen(int backlog) {
		int number = owned();
		try {
			new Socket(number).listen(backlog);
			return 0;
		}
		catch (NativeIoException ex) {
			return ex.expectedErr();
		}
		catch (IOException ex) {
			throw new HandleException("Could not listen on descriptor %d".formatted(number), ex);
		}
	}

	/**
	 * Make a second descriptor for the same socket.
	 * @return a handle that owns the second one
	 */
	public synchronized Handle duplicate() {
		return new Handle(duplicate(owned()), this.accepted);
	}

	/**
	 * Set O_NONBLOCK. The flag belongs to the socket and not to the descriptor, so all
	 * processes that share the socket see it.
	 * @return this handle
	 */
	public synchronized Handle setNonBlocking() {
		int number = owned();
		if (this.accepted) {
			return this;
		}
		try {
			NativeDescriptor.setNonBlocking(number);
		}
		catch (IOException ex) {
			throw new HandleException("Could not set O_NONBLOCK on descriptor %d".formatted(number), ex);
		}
		return this;
	}

	/**
	 * See to it that a program that this process executes does not get the descriptor. A
	 * received descriptor comes without FD_CLOEXEC, a duplicate has it, so the number
	 * changes. If there is no room for a duplicate the handle stays as it is.
	 * @return this handle
	 */
	public synchronized Handle closeOnExec() {
		int number = owned();
		try {
			this.descriptor = NativeDescriptor.duplicate(number);
			NativeDescriptor.close(number);
		}
		catch (IOException ex) {
			// it still works
		}
		return this;
	}

	/**
	 * Give the number away. The caller owns it from now on, and {@link #close()} has no
	 * effect any more.
	 * @return the descriptor number
	 */
	public synchronized int release() {
		int number = owned();
		this.descriptor = NONE;
		return number;
	}

	/**
	 * Give the number to a Netty channel that accepts TCP connections.
	 * @return the channel, active and not yet registered
	 */
	public EpollServerSocketChannel toServerSocketChannel() {
		return release(EpollServerSocketChannel::new);
	}

	/**
	 * Give the number to a Netty channel for a TCP connection.
	 * @return the channel, active and not yet registered
	 */
	public EpollSocketChannel toSocketChannel() {
		return release(EpollSocketChannel::new);
	}

	/**
	 * Give the number to a Netty channel for a TCP connection that was accepted for a
	 * server channel. The socket has to be non-blocking.
	 * @param parent the server channel
	 * @return the channel, active and not yet registered
	 * @throws HandleException if the peer is gone; the handle still owns the number
	 */
	public EpollSocketChannel toSocketChannel(Channel parent) {
		return release((number) -> AcceptedSockets.channel(number, parent));
	}

	/**
	 * Give the number to a Netty channel for UDP.
	 * @return the channel, not yet registered
	 */
	public EpollDatagramChannel toDatagramChannel() {
		return release(EpollDatagramChannel::new);
	}

	/**
	 * Give the number to a Netty channel that accepts Unix-domain connections.
	 * @return the channel, active and not yet registered
	 */
	public EpollServerDomainSocketChannel toServerDomainSocketChannel() {
		return release(EpollServerDomainSocketChannel::new);
	}

	/**
	 * Give the number to a Netty channel for a Unix-domain connection.
	 * @return the channel, active and not yet registered
	 */
	public EpollDomainSocketChannel toDomainSocketChannel() {
		return release(EpollDomainSocketChannel::new);
	}

	/**
	 * Give the number to a Netty channel for Unix-domain datagrams.
	 * @return the channel, not yet registered
	 */
	public EpollDomainDatagramChannel toDomainDatagramChannel() {
		return release(EpollDomainDatagramChannel::new);
	}

	/**
	 * Lend the descriptor to a process that is about to be started, as one of its
	 * standard streams. The handle must stay open until it is started, and stays the
	 * owner.
	 * @return what to pass to a {@link ProcessBuilder}
	 */
	public synchronized Redirect toRedirect() {
		int number = owned();
		try {
			return FileDescriptorCast.using(NativeDescriptor.fileDescriptor(number)).as(Redirect.class);
		}
		catch (IOException ex) {
			throw new HandleException("Could not redirect to descriptor %d".formatted(number), ex);
		}
	}

	/**
	 * Close the descriptor if it is still owned. A descriptor that the operating system
	 * refuses to close counts as closed.
	 */
	@Override
	public synchronized void close() {
		int number = this.descriptor;
		if (number == NONE) {
			return;
		}
		this.descriptor = NONE;
		try {
			NativeDescriptor.close(number);
		}
		catch (IOException ex) {
			throw new HandleException("Could not close descriptor %d".formatted(number), ex);
		}
	}

	@Override
	public synchronized String toString() {
		return (this.descriptor != NONE) ? "Handle[" + this.descriptor + "]" : "Handle[closed]";
	}

	private synchronized <C> C release(IntFunction<C> adopter) {
		C adopted = adopter.apply(owned());
		this.descriptor = NONE;
		return adopted;
	}

	private int owned() {
		if (this.descriptor == NONE) {
			throw new IllegalStateException("The handle is closed or was released");
		}
		return this.descriptor;
	}

	private static int duplicate(int number) {
		try {
			return NativeDescriptor.duplicate(number);
		}
		catch (IOException ex) {
			throw new HandleException("Could not duplicate descriptor %d".formatted(number), ex);
		}
	}

}
