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

package io.clusterboot.sample;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A client with one WebSocket (RFC 6455), on which it gets back what it sends, until it
 * receives that the server is going away.
 */
final class WebSocketClient implements LoadClient {

	/**
	 * The key of RFC 6455, 1.3, and the answer to it.
	 */
	private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

	private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private static final int CONTINUATION = 0;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int FINAL = 0x80;

	private static final int MASKED = 0x80;

	private static final int GOING_AWAY = 1001;

	private static final int LARGEST = 4096;

	private final SampleClient target;

	private @Nullable KeptConnection connection;

	private ConnectionTrace trace = ConnectionTrace.NEW;

	WebSocketClient(SampleClient target) {
		this.target = target;
	}

	@Override
	public Outcome ask() throws IOException {
		KeptConnection current = this.connection;
		try {
			if (current == null) {
				this.trace = ConnectionTrace.NEW;
				current = this.target.keepConnection().answerDeadline(Http1Client.ANSWER_DEADLINE);
				this.connection = current;
				upgrade(current);
			}
			Traffic.pause(Duration.ofMillis(25));
			Outcome outcome = echo(current);
			if (outcome == Outcome.LET_GO) {
				close();
			}
			return outcome;
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
		finally {
			if (current != null) {
				this.trace = current.trace();
			}
		}
	}

	private static void upgrade(KeptConnection connection) throws IOException {
		KeptConnection.AnswerUnderWay answer = connection.request(HANDSHAKE).awaitHead();
		if (answer.status() != 101 || !ACCEPT.equals(answer.headers().get("sec-websocket-accept"))) {
			throw new ProtocolException("No WebSocket: status " + answer.status() + ", " + answer.headers());
		}
	}

	private static Outcome echo(KeptConnection connection) throws IOException {
		byte[] message = Traffic.randomBytes(Traffic.random(126, LARGEST));
		send(connection, BINARY, message);
		ByteBuffer echo = ByteBuffer.allocate(message.length);
		Frame frame = Frame.read(connection);
		for (int expected = BINARY; frame.opcode() == expected; expected = CONTINUATION) {
			if (frame.payload().length > echo.remaining()) {
				throw new ProtocolException("More comes back than the " + message.length + " bytes that were sent");
			}
			echo.put(frame.payload());
			if (frame.last()) {
				if (!Arrays.equals(Arrays.copyOf(echo.array(), echo.position()), message)) {
					throw new ProtocolException("Not what was sent comes back");
				}
				return Outcome.KEPT;
			}
			frame = Frame.read(connection);
		}
		if (frame.opcode() == CLOSE && frame.payload().length >= 2
				&& ByteBuffer.wrap(frame.payload()).getShort() == GOING_AWAY) {
			return Outcome.LET_GO;
		}
		throw new ProtocolException("Unexpected " + frame);
	}

	/**
	 * Send one frame. If it cannot be sent, the server may have said why before.
	 */
	private static void send(KeptConnection connection, int opcode, byte[] payload) throws IOException {
		byte[] mask = Traffic.randomBytes(4);
		ByteBuffer frame = ByteBuffer.allocate(8 + payload.length)
			.put((byte) (FINAL | opcode))
			.put((byte) (MASKED | 126))
			.putShort((short) payload.length)
			.put(mask);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ mask[i % mask.length]));
		}
		connection.nextRequest();
		connection.tryToWrite(frame.array());
	}

	@Override
	public ConnectionTrace trace() {
		return this.trace;
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

	/**
	 * A part of a message, or a word about the connection.
	 *
	 * @param last whether the message ends with it
	 * @param opcode what it is
	 * @param payload what it carries
	 */
	private record Frame(boolean last, int opcode, byte[] payload) {

		static Frame read(KeptConnection connection) throws IOException {
			byte[] head = connection.exactly(2);
			int length = head[1];
			if (length < 0 || length > 126) {
				throw new ProtocolException("Masked, or far more than was sent: length " + length);
			}
			if (length == 126) {
				length = Short.toUnsignedInt(ByteBuffer.wrap(connection.exactly(2)).getShort());
			}
			return new Frame((head[0] & FINAL) != 0, head[0] & 0xf, connection.exactly(length));
		}

		@Override
		public String toString() {
			return "frame " + this.opcode + " of " + this.payload.length + " bytes";
		}

	}

}
