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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.handle.Handle;
import io.netty.channel.unix.Socket;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The system calls on one end of a channel: non-blocking reads and writes, with
 * descriptors, and waiting.
 * <p>
 * The socket library closes the number it was given when it finds that the peer is gone.
 * It therefore gets numbers of its own, one for reads and one for writes with
 * descriptors, and never closes a number that another thread is using. Reads belong to
 * one thread, and writes to one thread at a time, which {@link Outbound} ensures.
 */
final class UnixStream {

	private static final int MAX_DESCRIPTORS = 253;

	private static final int CONTROL_HEADER = 16;

	static final int CONTROL_SIZE = CONTROL_HEADER + (MAX_DESCRIPTORS + 1) * Integer.BYTES;

	/**
	 * Room for the peer to read while this side is woken to write more: the kernel wakes
	 * it when three quarters are free. The kernel counts twice what is requested, and a
	 * quarter of that holds one large message.
	 */
	private static final int SEND_BUFFER_SIZE = 256 * 1024;

	private static final int[] NO_DESCRIPTORS = {};

	private final Handle end;

	private final Socket socket;

	private final Handle readHandle;

	private final FileDescriptor readEnd;

	private final Handle sendHandle;

	private final FileDescriptor sendEnd;

	private final Object readPoll;

	private final Object lookPoll;

	private final Object writePoll;

	private final Object readAncillary;

	private final Object sendAncillary;

	private final ByteBuffer control = ByteBuffer.allocateDirect(CONTROL_SIZE).order(ByteOrder.nativeOrder());

	private final AtomicInteger users = new AtomicInteger(1);

	private int[] receivedDescriptors = NO_DESCRIPTORS;

	private UnixStream(Handle end, Handle readHandle, Handle sendHandle) throws IOException {
		this.end = end;
		this.socket = new Socket(end.descriptor());
		if (this.socket.getSendBufferSize() < SEND_BUFFER_SIZE) {
			this.socket.setSendBufferSize(SEND_BUFFER_SIZE);
		}
		this.readHandle = readHandle;
		this.readEnd = FileDescriptorCast.unsafeUsing(readHandle.descriptor()).getFileDescriptor();
		this.sendHandle = sendHandle;
		this.sendEnd = FileDescriptorCast.unsafeUsing(sendHandle.descriptor()).getFileDescriptor();
		FileDescriptor polled = FileDescriptorCast.unsafeUsing(end.descriptor()).getFileDescriptor();
		this.readPoll = SocketNatives.pollFd(polled, SelectionKey.OP_READ);
		this.lookPoll = SocketNatives.pollFd(polled, SelectionKey.OP_READ);
		this.writePoll = SocketNatives.pollFd(polled, SelectionKey.OP_WRITE);
		this.readAncillary = SocketNatives.ancillary(this.control);
		this.sendAncillary = SocketNatives.ancillary();
	}

	/**
	 * Take over one end of a channel.
	 * @param end the end; owned from now on, also when this fails
	 */
	static UnixStream open(Handle end) {
		Handle readHandle = null;
		Handle sendHandle = null;
		try {
			end.setNonBlocking();
			readHandle = end.duplicate();
			sendHandle = end.duplicate();
			return new UnixStream(end, readHandle, sendHandle);
		}
		catch (IOException | RuntimeException ex) {
			end.close();
			if (readHandle != null) {
				readHandle.close();
			}
			if (sendHandle != null) {
				sendHandle.close();
			}
			throw new ChannelException("Could not open a channel on descriptor", ex);
		}
	}

	/**
	 * Read without blocking, into the buffer from its beginning. {@link #takeReceived()}
	 * then returns the descriptors that came with the bytes.
	 * @return the number of bytes, 0 if there are none now, -1 at the end of the stream
	 * @throws TruncatedControlException if descriptors were lost, but no bytes
	 */
	int read(ByteBuffer buffer) throws IOException {
		try {
			int count = SocketNatives.receive(this.readEnd, buffer, this.readAncillary);
			int[] descriptors = SocketNatives.takeReceived(this.readAncillary);
			if (descriptors.length > 0) {
				this.control.putLong(0, 0);
				this.receivedDescriptors = descriptors;
			}
			return count;
		}
		catch (SocketTimeoutException ex) {
			// Another process that shares the socket made it blocking, and there are no
			// bytes
			return 0;
		}
		catch (IOException ex) {
			throw readFailure(ex);
		}
	}

	private IOException readFailure(IOException ex) {
		if (!this.readEnd.valid()) {
			// The library has closed its number: the peer is gone
			this.readHandle.release();
			return ex;
		}
		if (ex instanceof SocketException) {
			this.receivedDescriptors = installedBeforeTruncation();
			return new TruncatedControlException(ex);
		}
		return ex;
	}

	/**
	 * Return the descriptors that the kernel installed before it ran out of room; only
	 * the control buffer has them.
	 */
	private int[] installedBeforeTruncation() {
		long length = this.control.getLong(0);
		if (length <= CONTROL_HEADER || length > CONTROL_SIZE) {
			return NO_DESCRIPTORS;
		}
		int[] descriptors = new int[(int) (length - CONTROL_HEADER) / Integer.BYTES];
		for (int i = 0; i < descriptors.length; i++) {
			descriptors[i] = this.control.getInt(CONTROL_HEADER + i * Integer.BYTES);
		}
		this.control.putLong(0, 0);
		return descriptors;
	}

	/**
	 * Take the descriptors that came with the last read.
	 */
	int[] takeReceived() {
		int[] descriptors = this.receivedDescriptors;
		this.receivedDescriptors = NO_DESCRIPTORS;
		return descriptors;
	}

	/**
	 * Write without blocking.
	 * @return the number of bytes
	 */
	int write(ByteBuffer buffer, int from, int to) throws IOException {
		return this.socket.write(buffer, from, to);
	}

	/**
	 * Write without blocking. The descriptors travel with the first byte, so they are
	 * sent as soon as any byte is.
	 * @return the number of bytes
	 */
	int write(ByteBuffer buffer, int from, int to, int[] descriptors) throws IOException {
		try {
			return SocketNatives.send(this.sendEnd, buffer, from, to, this.sendAncillary, descriptors);
		}
		catch (IOException | RuntimeException ex) {
			if (!this.sendEnd.valid() && this.sendHandle.isOpen()) {
				// The library has closed its number: the peer is gone
				this.sendHandle.release();
				throw ex;
			}
			throw new DescriptorRefusedException(ex);
		}
	}

	/**
	 * Wait until a read returns something else than 0.
	 * @param timeoutMillis how long, or -1
	 * @return {@code false} if the time is over
	 */
	boolean awaitReadable(int timeoutMillis) {
		return await(this.readPoll, timeoutMillis);
	}

	/**
	 * Return whether a read would return something else than 0. May be called by one
	 * thread at a time, while another reads.
	 */
	boolean isReadable() {
		return await(this.lookPoll, 0);
	}

	/**
	 * Wait until a write returns something else than 0.
	 */
	void awaitWritable() {
		await(this.writePoll, -1);
	}

	private static boolean await(Object pollFd, int timeoutMillis) {
		try {
			return SocketNatives.poll(pollFd, timeoutMillis);
		}
		catch (IOException | RuntimeException ex) {
			// A signal interrupted the wait; the next read or write finds the state
			return false;
		}
	}

	/**
	 * End the stream in both directions, which wakes up threads that wait for it.
	 */
	void shutdown() {
		try {
			this.socket.shutdown(true, true);
		}
		catch (IOException | RuntimeException ex) {
			// The peer has ended it before
		}
	}

	/**
	 * Register one more user of the stream. The opener is the first one.
	 */
	void enter() {
		this.users.incrementAndGet();
	}

	/**
	 * Unregister a user. The last one closes the stream.
	 */
	void leave() {
		if (this.users.decrementAndGet() == 0) {
			close();
		}
	}

	void close() {
		this.readHandle.close();
		this.sendHandle.close();
		this.end.close();
	}

	/**
	 * The kernel could not install all descriptors of a message.
	 */
	static final class TruncatedControlException extends IOException {

		TruncatedControlException(Throwable cause) {
			super(cause);
		}

	}

	/**
	 * The kernel does not send these descriptors (now), but the stream is alive.
	 */
	static final class DescriptorRefusedException extends IOException {

		DescriptorRefusedException(Throwable cause) {
			super(cause);
		}

	}

}
