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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incoming half of a channel: the one thread that reads, and calls the listener.
 */
final class Inbound implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final byte[] ZEROS = new byte[BUFFER_SIZE];

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

	private final ReceivedDescriptors descriptors = new ReceivedDescriptors();

	private final UnixStream stream;

	private final Outbound outbound;

	private final ChannelOptions options;

	private final ListenerCalls listener;

	private final FrameDecoder decoder;

	private final InboundFrames frames;

	private volatile boolean waiting;

	Inbound(Channel channel, UnixStream stream, Outbound outbound, ChannelOptions options, ChannelCounters counters,
			ChannelListener listener) {
		this.stream = stream;
		this.outbound = outbound;
		this.options = options;
		this.listener = new ListenerCalls(options.name(), counters, listener);
		this.decoder = new FrameDecoder(options.maxMessageSize());
		this.frames = new InboundFrames(channel, outbound, options, counters, this.listener, this.descriptors);
	}

	@Override
	public void run() {
		DisconnectCause cause = DisconnectCause.RESET;
		Throwable failure = null;
		try {
			readToEnd();
			cause = DisconnectCause.PEER_CLOSED;
		}
		catch (ClosedChannelException ex) {
			cause = DisconnectCause.PEER_CLOSED;
		}
		catch (IOException ex) {
			failure = ex;
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			logger.error("The channel '{}' can no longer be read", this.options.name(), ex);
		}
		finally {
			this.descriptors.close();
			this.outbound.endOfStream(failure);
			this.stream.leave();
			disconnected(cause);
		}
	}

	/**
	 * Report the end to the listener.
	 * @param cause why the channel ended, unless this side closed it
	 */
	void disconnected(DisconnectCause cause) {
		this.listener.disconnected(this.outbound.isClosedHere() ? DisconnectCause.CLOSED_HERE : cause);
	}

	private void readToEnd() throws IOException {
		boolean readable = false;
		while (!this.outbound.isClosed()) {
			int count = read();
			if (count > 0) {
				this.decoder.append(this.buffer, count);
				this.buffer.put(0, ZEROS, 0, count);
				deliver();
				readable = false;
				if (count == BUFFER_SIZE) {
					this.outbound.flush();
					continue;
				}
			}
			else if (count < 0 || readable) {
				// Readable, but without bytes: the end of the stream
				return;
			}
			int patience = this.outbound.flush();
			this.waiting = true;
			readable = this.stream.awaitReadable(patience);
			this.waiting = false;
		}
	}

	/**
	 * Return whether everything that was read is delivered.
	 */
	boolean isWaiting() {
		return this.waiting;
	}

	private int read() throws IOException {
		try {
			int count = this.stream.read(this.buffer);
			this.descriptors.add(this.stream.takeReceived());
			return count;
		}
		catch (UnixStream.TruncatedControlException ex) {
			this.descriptors.add(this.stream.takeReceived());
			this.listener.error(ProtocolError.Kind.TRUNCATED_DESCRIPTORS,
					"The operating system could not install all descriptors");
			int count = readInspiteOfTruncation();
			if (count == 0) {
				throw ex;
			}
			return count;
		}
	}

	/**
	 * Count the bytes of a read whose result is unknown: the buffer was filled with zero
	 * bytes before, which no frame contains.
	 */
	private int readInspiteOfTruncation() {
		int count = BUFFER_SIZE;
		while (count > 0 && this.buffer.get(count - 1) == 0) {
			count--;
		}
		return count;
	}

	private void deliver() {
		while (!this.outbound.isClosed()) {
			switch (this.decoder.next()) {
				case NOTHING -> {
					this.frames.settle();
					if (!this.decoder.hasPartialLine() && this.descriptors.closeDoubtful()) {
						this.listener.error(ProtocolError.Kind.UNEXPECTED_DESCRIPTOR,
								"A descriptor came without a message");
					}
					return;
				}
				case LINE ->
					this.frames.line(this.decoder.buffer(), this.decoder.lineStart(), this.decoder.lineLength());
				case OVERSIZED_LINE -> this.frames.oversized(this.options.maxMessageSize());
			}
		}
	}

}
