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
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A descriptor of the operating system that travels between processes, on either side.
 * <p>
 * May be used by any thread. It owns exactly one descriptor number, from {@link #adopt
 * adopt} until the first {@link #close() close} or {@link #release() release}; no number
 * is ever closed twice. Closing is close(2) and never shutdown(2), so that a connection
 * that another process received stays open there. After that all methods but those two
 * throw an {@link IllegalStateException}. A system call that fails throws a
 * {@link HandleException}.
 */
public final class Handle implements Closeable {

	private static final int NONE = -1;

	private final @Nullable InetSocketAddress acceptedFrom;

	private int descriptor;

	private Handle(int descriptor) {
		this(descriptor, null);
	}

	private Handle(int descriptor, @Nullable InetSocketAddress acceptedFrom) {
		this.descriptor = descriptor;
		this.acceptedFrom = acceptedFrom;
	}

	/**
	 * Take ownership of a descriptor number.
	 * @param descriptor the number; its previous owner must no longer close it
	 * @return its handle
	 */
	public static Handle adopt(int descriptor) {
		return new Handle(checked(descriptor));
	}

	/**
	 * Take ownership of a non-blocking TCP connection that accept4(2) has just returned.
	 * Its kind, mode and peer are known, so asking for them needs no system call.
	 * @param descriptor the number; its previous owner must no longer close it
	 * @param client the address of the peer
	 * @return its handle
	 */
	public static Handle adoptAccepted(int descriptor, InetSocketAddress client) {
		return new Handle(checked(descriptor), client);
	}

	private static int checked(int descriptor) {
		if (descriptor < 0) {
			throw new IllegalArgumentException("descriptor: %d (expected: >= 0)".formatted(descriptor));
		}
		return descriptor;
	}

	/**
	 * Open a pair of connected Unix-domain stream sockets, blocking, and closed when a
	 * program is executed.
	 * @return the two ends
	 */
	public static Handle[] socketPair() {
		int[] pair = SystemCall.run("open a pair of sockets", NativeDescriptor::socketPair);
		return new Handle[] { new Handle(pair[0]), new Handle(pair[1]) };
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
	 * @throws UnsupportedOperationException if the JVM does not expose the descriptor
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
		return new Handle(SystemCall.run("duplicate the descriptor of a file", () -> NativeDescriptor.duplicate(file)));
	}

	/**
	 * Return the number, which this handle still owns.
	 * @return the descriptor number
	 */
	public synchronized int descriptor() {
		return owned();
	}

	/**
	 * Return the kind of this descriptor, from the operating system unless it was adopted
	 * as accepted.
	 * @return the kind
	 */
	public synchronized HandleKind kind() {
		int number = owned();
		return (this.acceptedFrom != null) ? HandleKind.TCP_STREAM : NativeDescriptor.kind(number);
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
	 * @return the address, with port 0 if the socket is not bound
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
	 * Make this bound TCP socket listen.
	 * @param backlog how many connections may wait to be accepted
	 * @return 0, or the negative {@link Errno} number of the failure
	 */
	public synchronized int listen(int backlog) {
		int number = owned();
		return SystemCall.run("listen on descriptor " + number, () -> {
			try {
				new Socket(number).listen(backlog);
				return 0;
			}
			catch (NativeIoException ex) {
				return ex.expectedErr();
			}
		});
	}

	/**
	 * Create a second descriptor for the same socket.
	 * @return a handle that owns the second one
	 */
	public synchronized Handle duplicate() {
		return new Handle(duplicate(owned()), this.acceptedFrom);
	}

	/**
	 * Set O_NONBLOCK. The flag belongs to the socket and not to the descriptor, so all
	 * processes that share the socket see it.
	 * @return this handle
	 */
	public synchronized Handle setNonBlocking() {
		int number = owned();
		if (this.acceptedFrom != null) {
			return this;
		}
		SystemCall.run("set O_NONBLOCK on descriptor " + number, () -> {
			NativeDescriptor.setNonBlocking(number);
			return this;
		});
		return this;
	}

	/**
	 * Set FD_CLOEXEC, so that programs executed by this process do not inherit the
	 * descriptor. A received descriptor lacks the flag and only a duplicate gets it, so
	 * the number changes. If the descriptor cannot be duplicated, the handle is
	 * unchanged.
	 * @return this handle
	 */
	public synchronized Handle closeOnExec() {
		int number = owned();
		try {
			this.descriptor = NativeDescriptor.duplicate(number);
			NativeDescriptor.close(number);
		}
		catch (IOException ex) {
			// The handle stays usable, but programs inherit it
		}
		return this;
	}

	/**
	 * Release the number to the caller, who owns it from now on. {@link #close()} then
	 * has no effect.
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
		return release((number) -> AcceptedSockets.channel(number, parent, this.acceptedFrom));
	}

	/**
	 * Give the number to a Netty channel for UDP.
	 * @return the channel, not yet registered
	 */
	public EpollDatagramChannel toDatagramChannel() {
		return release(EpollDatagramChannel::new);
	}

	/**
	 * Give the number to a Netty channel for a Unix-domain connection.
	 * @return the channel, active and not yet registered
	 */
	public EpollDomainSocketChannel toDomainSocketChannel() {
		return release(EpollDomainSocketChannel::new);
	}

	/**
	 * Lend the descriptor to a process that is about to be started, as one of its
	 * standard streams. The handle must stay open until it is started, and stays the
	 * owner.
	 * @return what to pass to a {@link ProcessBuilder}
	 */
	public synchronized Redirect toRedirect() {
		int number = owned();
		return SystemCall.run("redirect to descriptor " + number,
				() -> FileDescriptorCast.using(NativeDescriptor.fileDescriptor(number)).as(Redirect.class));
	}

	/**
	 * Close the descriptor if it is still owned. It counts as closed even if close(2)
	 * fails.
	 */
	@Override
	public synchronized void close() {
		int number = this.descriptor;
		if (number == NONE) {
			return;
		}
		this.descriptor = NONE;
		SystemCall.run("close descriptor " + number, () -> {
			NativeDescriptor.close(number);
			return number;
		});
	}

	@Override
	public synchronized String toString() {
		return (this.descriptor != NONE) ? "Handle[" + this.descriptor + "]" : "Handle[closed]";
	}

	synchronized <C> C release(IntFunction<C> adopter) {
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
		return SystemCall.run("duplicate descriptor " + number, () -> NativeDescriptor.duplicate(number));
	}

}
