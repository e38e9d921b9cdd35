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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kinds of clients that a {@link Load} mixes.
 */
enum Traffic {

	/**
	 * Short requests on one connection, the next as soon as the last is answered.
	 */
	KEEP_ALIVE((target) -> Http1Client.busy(target, (connection) -> connection.servedBy("/slow?ms=20"))),

	/**
	 * Short requests on one connection, with pauses in which it is idle, clearly shorter
	 * than a worker's grace.
	 */
	IDLE((target) -> Http1Client.idling(target, (connection) -> connection.servedBy("/"),
			() -> Duration.ofMillis(random(50, 700)))),

	/**
	 * Short requests, each on a connection of its own.
	 */
	NEW_CONNECTION((target) -> Http1Client.busy(target,
			(connection) -> connection
				.request("GET /slow?ms=20 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
				.awaitServedBy())),

	/**
	 * Requests that take their time, some more than a worker's grace.
	 */
	SLOW((target) -> Http1Client.busy(target, (connection) -> connection.servedBy("/slow?ms=" + random(100, 2500)))),

	/**
	 * 64 KiB that go up in pieces and come back.
	 */
	UPLOAD((target) -> Http1Client.busy(target, Traffic::upload)),

	/**
	 * Server-sent events.
	 */
	EVENT_STREAM((target) -> Http1Client.busy(target, Traffic::readEvents)),

	/**
	 * Messages over a WebSocket that come back.
	 */
	WEB_SOCKET(WebSocketClient::new),

	/**
	 * Short and slow requests and 64 KiB over HTTP/2 without TLS. All clients of a load
	 * share a connection.
	 */
	HTTP_2 {
		@Override
		List<LoadClient> clients(SampleClient target, int count) {
			return Http2Client.sharing(target, count);
		}
	};

	private static final int UPLOAD_SIZE = 64 * 1024;

	private static final int PIECES = 4;

	private static final Pattern EVENT = Pattern.compile("id:(\\d+)\ndata:\\{\"sequence\":(\\d+),\"pid\":(\\d+)}\n\n");

	private final Function<SampleClient, LoadClient> client;

	Traffic() {
		this((target) -> {
			throw new IllegalStateException("A client alone is not made");
		});
	}

	Traffic(Function<SampleClient, LoadClient> client) {
		this.client = client;
	}

	List<LoadClient> clients(SampleClient target, int count) {
		return Stream.generate(() -> this.client.apply(target)).limit(count).toList();
	}

	private static void upload(KeptConnection connection) throws IOException {
		byte[] body = randomBytes(UPLOAD_SIZE);
		boolean chunked = ThreadLocalRandom.current().nextBoolean();
		connection.request("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
				+ (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length) + "\r\n\r\n");
		for (int i = 0; i < PIECES; i++) {
			byte[] piece = Arrays.copyOfRange(body, i * body.length / PIECES, (i + 1) * body.length / PIECES);
			if (chunked) {
				connection.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
				connection.write(piece);
				connection.write("\r\n".getBytes(StandardCharsets.US_ASCII));
			}
			else {
				connection.write(piece);
			}
			pause(Duration.ofMillis(10));
		}
		if (chunked) {
			connection.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		KeptConnection.Answer answer = connection.awaitAnswer();
		if (answer.status() != 200 || !Arrays.equals(answer.content(), body)) {
			throw new ProtocolException("Not what was sent: status " + answer.status() + ", " + answer.content().length
					+ " bytes, the first other one at " + Arrays.mismatch(answer.content(), body));
		}
	}

	/**
	 * Read all events, or as many as come until the worker has to go. Then the connection
	 * is not used again: its first answer could not say that it would be the last one.
	 */
	private static void readEvents(KeptConnection connection) throws IOException {
		int count = random(5, 60);
		connection.send("/stream?n=" + count + "&ms=50");
		KeptConnection.AnswerUnderWay answer = connection.awaitHead();
		if (answer.status() != 200) {
			throw new ProtocolException("status: " + answer.status() + " (expected: 200)");
		}
		StringBuilder text = new StringBuilder();
		for (String piece = answer.awaitPiece(); !piece.isEmpty(); piece = answer.awaitPiece()) {
			text.append(piece);
		}
		int expected = 1;
		Matcher event = EVENT.matcher(text);
		int end = 0;
		for (; event.find() && event.start() == end; end = event.end()) {
			if (!event.group(1).equals(Integer.toString(expected)) || !event.group(2).equals(event.group(1))) {
				throw new ProtocolException("event: " + event.group() + " (expected: " + expected + ")");
			}
			expected++;
		}
		if (end != text.length()) {
			throw new ProtocolException("No event: '" + text.substring(end) + "'");
		}
		if (expected <= count) {
			connection.spoil();
		}
	}

	static byte[] randomBytes(int count) {
		byte[] bytes = new byte[count];
		ThreadLocalRandom.current().nextBytes(bytes);
		return bytes;
	}

	static int random(int from, int to) {
		return ThreadLocalRandom.current().nextInt(from, to + 1);
	}

	/**
	 * Let about a time pass, as a slow client does. The time itself is the behaviour of
	 * the client; there is no event to wait for.
	 */
	static void pause(Duration time) {
		LockSupport.parkNanos(time.toNanos());
	}

}
