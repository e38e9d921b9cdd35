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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Creates the channel that Netty's epoll transport creates for a connection it has
 * accepted: a channel with a parent, which the handlers of the connection look at. Netty
 * has no public constructor for it.
 */
final class AcceptedSockets {

	private static final MethodHandle newSocket;

	private static final MethodHandle newChannel;

	static {
		try {
			Class<?> socket = Class.forName("io.netty.channel.epoll.LinuxSocket", true,
					EpollSocketChannel.class.getClassLoader());
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(EpollSocketChannel.class,
					MethodHandles.lookup());
			newSocket = lookup.findConstructor(socket, MethodType.methodType(void.class, int.class))
				.asType(MethodType.methodType(Object.class, int.class));
			newChannel = lookup
				.findConstructor(EpollSocketChannel.class,
						MethodType.methodType(void.class, Channel.class, socket, InetSocketAddress.class))
				.asType(MethodType.methodType(EpollSocketChannel.class, Channel.class, Object.class,
						InetSocketAddress.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private AcceptedSockets() {
	}

	/**
	 * Find the private parts of Netty, by initializing this class.
	 */
	static void verify() {
		// The work is done by the static initializer
	}

	/**
	 * Create the channel of a connected socket.
	 * @param peer the address of its peer, if that is known
	 * @throws HandleException if its peer is gone
	 */
	static EpollSocketChannel channel(int descriptor, Channel parent, @Nullable InetSocketAddress peer) {
		try {
			Object socket = (Object) newSocket.invokeExact(descriptor);
			InetSocketAddress remote = (peer != null) ? peer : ((Socket) socket).remoteAddress();
			if (remote == null) {
				throw new HandleException("The peer of descriptor %d is gone".formatted(descriptor));
			}
			return (EpollSocketChannel) newChannel.invokeExact(parent, socket, remote);
		}
		catch (Error | RuntimeException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new HandleException("Could not create a channel for descriptor %d".formatted(descriptor), ex);
		}
	}

}
