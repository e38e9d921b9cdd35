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
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.newsclub.net.unix.AFUNIXSocket;

/**
 * The system calls on a bare descriptor number that neither the JDK nor a public type of
 * the socket libraries offers. Nothing here owns a number.
 */
final class NativeDescriptor {

	private static final int SOL_SOCKET = 1;

	private static final int SO_TYPE = 3;

	private static final int SO_ACCEPTCONN = 30;

	private static final int SO_DOMAIN = 39;

	private static final int SOCK_STREAM = 1;

	private static final int SOCK_DGRAM = 2;

	private static final int AF_UNIX = 1;

	private static final int AF_INET = 2;

	private static final int AF_INET6 = 10;

	private static final int STATUS_CONNECTED = 2;

	private static final MethodHandle initFd;

	private static final MethodHandle getFd;

	private static final MethodHandle duplicate;

	private static final MethodHandle configureBlocking;

	private static final MethodHandle socketStatus;

	private static final MethodHandle socketPair;

	static {
		Epoll.ensureAvailability();
		try {
			Class<?> type = Class.forName("org.newsclub.net.unix.NativeUnixSocket", true,
					AFUNIXSocket.class.getClassLoader());
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			initFd = lookup.findStatic(type, "initFD",
					MethodType.methodType(void.class, FileDescriptor.class, int.class));
			getFd = lookup.findStatic(type, "getFD", MethodType.methodType(int.class, FileDescriptor.class));
			duplicate = lookup.findStatic(type, "duplicate",
					MethodType.methodType(FileDescriptor.class, FileDescriptor.class, FileDescriptor.class));
			configureBlocking = lookup.findStatic(type, "configureBlocking",
					MethodType.methodType(void.class, FileDescriptor.class, boolean.class));
			socketStatus = lookup.findStatic(type, "socketStatus",
					MethodType.methodType(int.class, FileDescriptor.class));
			socketPair = lookup.findStatic(type, "socketPair", MethodType.methodType(void.class, int.class, int.class,
					FileDescriptor.class, FileDescriptor.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private NativeDescriptor() {
	}

	static int duplicate(int descriptor) throws IOException {
		return duplicate(fileDescriptor(descriptor));
	}

	static int duplicate(FileDescriptor descriptor) throws IOException {
		try {
			FileDescriptor copy = (FileDescriptor) duplicate.invokeExact(descriptor, new FileDescriptor());
			return (int) getFd.invokeExact(copy);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Make a number refer to the file of another descriptor, as dup2(2) does.
	 */
	static void replace(int descriptor, FileDescriptor file) throws IOException {
		try {
			FileDescriptor replaced = (FileDescriptor) duplicate.invokeExact(file, fileDescriptor(descriptor));
			if (replaced == null) {
				throw new IOException("Descriptor %d was not replaced".formatted(descriptor));
			}
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	static void setNonBlocking(int descriptor) throws IOException {
		try {
			configureBlocking.invokeExact(fileDescriptor(descriptor), false);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Close with close(2) and never with shutdown(2): a connection that was passed on
	 * must stay open in the process that received it.
	 */
	static void close(int descriptor) throws IOException {
		new io.netty.channel.unix.FileDescriptor(descriptor).close();
	}

	static int[] socketPair() throws IOException {
		FileDescriptor first = new FileDescriptor();
		FileDescriptor second = new FileDescriptor();
		try {
			socketPair.invokeExact(AF_UNIX, SOCK_STREAM, first, second);
			return new int[] { (int) getFd.invokeExact(first), (int) getFd.invokeExact(second) };
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	static FileDescriptor fileDescriptor(int descriptor) throws IOException {
		FileDescriptor fileDescriptor = new FileDescriptor();
		try {
			initFd.invokeExact(fileDescriptor, descriptor);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
		return fileDescriptor;
	}

	static HandleKind kind(int descriptor) {
		try {
			Socket socket = new Socket(descriptor);
			int domain = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
			int type = socket.getIntOpt(SOL_SOCKET, SO_TYPE);
			boolean inet = domain == AF_INET || domain == AF_INET6;
			if (type == SOCK_DGRAM && inet) {
				return HandleKind.UDP;
			}
			if (type != SOCK_STREAM || (!inet && domain != AF_UNIX)) {
				return HandleKind.OTHER;
			}
			if (socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) != 0) {
				return inet ? HandleKind.TCP_LISTENER : HandleKind.UNIX_LISTENER;
			}
			if (isConnected(descriptor)) {
				return inet ? HandleKind.TCP_STREAM : HandleKind.UNIX_STREAM;
			}
			return inet ? HandleKind.TCP_BOUND : HandleKind.UNIX_BOUND;
		}
		catch (IOException | ChannelException ex) {
			return HandleKind.OTHER;
		}
	}

	static boolean isInet6(int descriptor) {
		try {
			return new Socket(descriptor).getIntOpt(SOL_SOCKET, SO_DOMAIN) == AF_INET6;
		}
		catch (IOException | ChannelException ex) {
			return false;
		}
	}

	private static boolean isConnected(int descriptor) throws IOException {
		try {
			return (int) socketStatus.invokeExact(fileDescriptor(descriptor)) == STATUS_CONNECTED;
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	private static IOException rethrow(Throwable ex) {
		if (ex instanceof IOException ioException) {
			return ioException;
		}
		if (ex instanceof RuntimeException runtimeException) {
			throw runtimeException;
		}
		if (ex instanceof Error error) {
			throw error;
		}
		return new IOException(ex);
	}

}
