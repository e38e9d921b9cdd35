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

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

import io.netty.channel.unix.Socket;

/**
 * Creates the channel that the JDK creates for a connection it has accepted, for servers
 * that use {@code java.nio}. The JDK has no public constructor for it, and its package
 * has to be open. May be used from any thread.
 */
public final class NioSockets {

	/**
	 * The JVM option that opens the package.
	 */
	public static final String OPTION = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private static final MethodHandle newChannel;

	static {
		try {
			Constructor<?> constructor = Class.forName("sun.nio.ch.SocketChannelImpl")
				.getDeclaredConstructor(SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class,
						SocketAddress.class);
			constructor.setAccessible(true);
			newChannel = MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asType(MethodType.methodType(SocketChannel.class, SelectorProvider.class, ProtocolFamily.class,
						FileDescriptor.class, SocketAddress.class));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// The second: the package is closed
			throw new ExceptionInInitializerError(ex);
		}
	}

	private NioSockets() {
	}

	/**
	 * Find the private parts of the JDK.
	 * @throws IllegalStateException if {@link #OPTION} is missing, or this JVM has no
	 * such parts
	 */
	public static void verify() {
		try {
			MethodHandles.lookup().ensureInitialized(NioSockets.class);
		}
		catch (ExceptionInInitializerError ex) {
			throw new IllegalStateException("Connections can't be given to java.nio: %s (expected: the JVM option %s)"
				.formatted(ex.getCause(), OPTION), ex);
		}
		catch (IllegalAccessException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Give the number of a handle to a channel of the JDK.
	 * @param connection a TCP connection
	 * @return the channel, connected, which owns the number; to be configured to block or
	 * not before its first use
	 * @throws HandleException if the peer is gone; the handle still owns the number
	 */
	public static SocketChannel channelOf(Handle connection) {
		return connection.release(NioSockets::channel);
	}

	private static SocketChannel channel(int descriptor) {
		try {
			InetSocketAddress remote = new Socket(descriptor).remoteAddress();
			if (remote == null) {
				throw new HandleException("The peer of descriptor %d is gone".formatted(descriptor));
			}
			ProtocolFamily family = NativeDescriptor.isInet6(descriptor) ? StandardProtocolFamily.INET6
					: StandardProtocolFamily.INET;
			return (SocketChannel) newChannel.invokeExact(SelectorProvider.provider(), family,
					NativeDescriptor.fileDescriptor(descriptor), (SocketAddress) remote);
		}
		catch (Error | RuntimeException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new HandleException("Could not create a channel for descriptor %d".formatted(descriptor), ex);
		}
	}

}
