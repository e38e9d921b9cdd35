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
 * The socket library closes the number it was given when the peer turns out to be gone.
 * So it gets numbers of its own, one for reads and one for writes with descriptors, and a
 * number that another thread may be using is never closed underneath it. Reads belong to
 * one thread, and writes to one at a time, as {@link Outbound} sees to.
 */
final class UnixStream {

	private static final int MAX_DESCRIPTORS = 253;

	private static final int CONTROL_HEADER = 16;

	private static final int CONTROL_SIZE = CONTROL_HEADER + (MAX_DESCRIPTORS + 1) * Integer.BYTES;

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
	 * Read what is there, from the beginning of the buffer. The descriptors that came
	 * along are then in {@link #takeReceived()}.
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
			// somebody who shares the socket made it blocking, and nothing is there
			return 0;
		}
		catch (IOException ex) {
			throw readFailure(ex);
		}
	}

	private IOException readFailure(IOException ex) {
		if (!this.readEnd.valid()) {
			// the library has closed it: the peer is gone
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
	 * What the kernel has installed before it ran out of room is in the control buffer
	 * and nowhere else.
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
	 * Write what the kernel takes now.
	 * @return the number of bytes
	 */
	int write(ByteBuffer buffer, int from, int to) throws IOException {
		return this.socket.write(buffer, from, to);
	}

	/**
	 * Write what the kernel takes now; the descriptors go with the first byte, so they
	 * are gone as soon as any byte is.
	 * @return the number of bytes
	 */
	int write(ByteBuffer buffer, int from, int to, int[] descriptors) throws IOException {
		try {
			return SocketNatives.send(this.sendEnd, buffer, from, to, this.sendAncillary, descriptors);
		}
		catch (IOException | RuntimeException ex) {
			if (!this.sendEnd.valid() && this.sendHandle.isOpen()) {
				// the library has closed it: the peer is gone
				this.sendHandle.release();
				throw ex;
			}
			throw new DescriptorRefusedException(ex);
		}
	}

	/**
	 * Wait until a read does something else than return 0.
	 * @param timeoutMillis how long, or -1
	 * @return whether it is so
	 */
	boolean awaitReadable(int timeoutMillis) {
		return await(this.readPoll, timeoutMillis);
	}

	/**
	 * Return whether a read does something else than return 0. May be asked by one thread
	 * at a time, and another may be reading.
	 */
	boolean isReadable() {
		return await(this.lookPoll, 0);
	}

	/**
	 * Wait until a write does something else than return 0.
	 */
	void awaitWritable() {
		await(this.writePoll, -1);
	}

	private static boolean await(Object pollFd, int timeoutMillis) {
		try {
			return SocketNatives.poll(pollFd, timeoutMillis);
		}
		catch (IOException | RuntimeException ex) {
			// a signal: let the next read or write say what is true
			return false;
		}
	}

	/**
	 * End the stream in both directions; whoever waits wakes up.
	 */
	void shutdown() {
		try {
			this.socket.shutdown(true, true);
		}
		catch (IOException | RuntimeException ex) {
			// the peer was faster
		}
	}

	/**
	 * Another thread is going to use the stream. The first user is whoever opened it.
	 */
	void enter() {
		this.users.incrementAndGet();
	}

	/**
	 * The stream is closed by the last of those who use it.
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
