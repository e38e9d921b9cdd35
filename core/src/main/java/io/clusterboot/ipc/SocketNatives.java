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

package io.clusterboot.ipc;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Map;

import org.newsclub.net.unix.AFUNIXSocket;

/**
 * The native methods of the socket library, whose public methods block or wrap a
 * descriptor in a socket. Only binds them; {@link UnixStream} gives them their meaning.
 */
final class SocketNatives {

	private static final int NON_BLOCKING = 4;

	private static final MethodHandle receive;

	private static final MethodHandle send;

	private static final MethodHandle poll;

	private static final MethodHandle newPollFd;

	private static final MethodHandle newAncillary;

	private static final MethodHandle received;

	private static final MethodHandle getFd;

	private static final MethodHandle initFd;

	private static final VarHandle controlBuffer;

	private static final VarHandle outboundDescriptors;

	private static final VarHandle openReceived;

	static {
		try {
			ClassLoader loader = AFUNIXSocket.class.getClassLoader();
			Class<?> natives = Class.forName("org.newsclub.net.unix.NativeUnixSocket", true, loader);
			Class<?> ancillary = Class.forName("org.newsclub.net.unix.AncillaryDataSupport", true, loader);
			Class<?> pollFd = Class.forName("org.newsclub.net.unix.AFSelector$PollFd", true, loader);
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(natives, MethodHandles.lookup());
			MethodHandles.Lookup ancillaryLookup = MethodHandles.privateLookupIn(ancillary, MethodHandles.lookup());
			receive = lookup
				.findStatic(natives, "receive",
						MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, int.class, int.class,
								ByteBuffer.class, int.class, ancillary, int.class))
				.asType(MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, int.class, int.class,
						ByteBuffer.class, int.class, Object.class, int.class));
			send = lookup
				.findStatic(natives, "send",
						MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, int.class, int.class,
								ByteBuffer.class, int.class, int.class, ancillary))
				.asType(MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, int.class, int.class,
						ByteBuffer.class, int.class, int.class, Object.class));
			poll = lookup.findStatic(natives, "poll", MethodType.methodType(int.class, pollFd, int.class))
				.asType(MethodType.methodType(int.class, Object.class, int.class));
			newPollFd = MethodHandles.privateLookupIn(pollFd, MethodHandles.lookup())
				.findConstructor(pollFd, MethodType.methodType(void.class, FileDescriptor.class, int.class))
				.asType(MethodType.methodType(Object.class, FileDescriptor.class, int.class));
			newAncillary = ancillaryLookup.findConstructor(ancillary, MethodType.methodType(void.class))
				.asType(MethodType.methodType(Object.class));
			received = ancillaryLookup
				.findVirtual(ancillary, "getReceivedFileDescriptors", MethodType.methodType(FileDescriptor[].class))
				.asType(MethodType.methodType(FileDescriptor[].class, Object.class));
			getFd = lookup.findStatic(natives, "getFD", MethodType.methodType(int.class, FileDescriptor.class));
			initFd = lookup.findStatic(natives, "initFD",
					MethodType.methodType(void.class, FileDescriptor.class, int.class));
			controlBuffer = ancillaryLookup.findVarHandle(ancillary, "ancillaryReceiveBuffer", ByteBuffer.class);
			outboundDescriptors = ancillaryLookup.findVarHandle(ancillary, "pendingFileDescriptors", int[].class);
			openReceived = ancillaryLookup.findVarHandle(ancillary, "openReceivedFileDescriptors", Map.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private SocketNatives() {
	}

	/**
	 * Read into all of a buffer.
	 * @return the number of bytes, or -1
	 */
	static int receive(FileDescriptor descriptor, ByteBuffer buffer, Object ancillary) throws IOException {
		try {
			return (int) receive.invokeExact(descriptor, buffer, 0, buffer.capacity(), (ByteBuffer) null, NON_BLOCKING,
					ancillary, 0);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Write part of a buffer, with descriptors.
	 * @return the number of bytes
	 */
	static int send(FileDescriptor descriptor, ByteBuffer buffer, int from, int to, Object ancillary, int[] descriptors)
			throws IOException {
		outboundDescriptors.set(ancillary, descriptors);
		try {
			return (int) send.invokeExact(descriptor, buffer, from, to - from, (ByteBuffer) null, 0, NON_BLOCKING,
					ancillary);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Create the argument of {@link #poll}.
	 * @param operation as in {@link SelectionKey}
	 */
	static Object pollFd(FileDescriptor descriptor, int operation) throws IOException {
		try {
			return (Object) newPollFd.invokeExact(descriptor, operation);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	static boolean poll(Object pollFd, int timeoutMillis) throws IOException {
		try {
			return (int) poll.invokeExact(pollFd, timeoutMillis) > 0;
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Create the object that descriptors are sent or received with.
	 */
	static Object ancillary() throws IOException {
		try {
			return (Object) newAncillary.invokeExact();
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Create the object that descriptors are received with.
	 * @param control the buffer for the control message of the kernel
	 */
	static Object ancillary(ByteBuffer control) throws IOException {
		Object ancillary = ancillary();
		controlBuffer.set(ancillary, control);
		return ancillary;
	}

	/**
	 * Take the descriptors that came with a read. The library forgets them.
	 */
	static int[] takeReceived(Object ancillary) throws IOException {
		try {
			FileDescriptor[] descriptors = (FileDescriptor[]) received.invokeExact(ancillary);
			int[] numbers = new int[descriptors.length];
			for (int i = 0; i < descriptors.length; i++) {
				numbers[i] = (int) getFd.invokeExact(descriptors[i]);
				initFd.invokeExact(descriptors[i], -1);
			}
			if (numbers.length > 0) {
				((Map<?, ?>) openReceived.get(ancillary)).clear();
			}
			return numbers;
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
