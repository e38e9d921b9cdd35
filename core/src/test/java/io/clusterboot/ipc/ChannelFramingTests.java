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
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a {@link Channel} makes of bytes, and which bytes it makes of messages.
 */
class ChannelFramingTests extends ChannelTest {

	@Test
	void framesSplitAtEveryByteArriveWhole() throws IOException {
		RawPeer peer = raw().peer();
		byte[] bytes = RawPeer.bytes("{\"ä\":\"€😀\"}\n[1]\r\n");
		for (int split = 1; split < bytes.length; split++) {
			peer.write(Arrays.copyOf(bytes, split));
			peer.write(Arrays.copyOfRange(bytes, split, bytes.length));
			assertThat(this.listener.nextMessage().get("ä").stringValue()).isEqualTo("€😀");
			assertThat(this.listener.nextMessage().toString()).isEqualTo("[1]");
		}
	}

	@Test
	void mergedFramesArriveOneByOne() throws IOException {
		RawPeer peer = raw().peer();
		StringBuilder frames = new StringBuilder();
		for (int i = 0; i < 20_000; i++) {
			frames.append(i).append((i % 2 != 0) ? "\n" : " \r\n");
		}
		peer.write(frames.toString());
		for (int i = 0; i < 20_000; i++) {
			assertThat(this.listener.nextMessage().intValue()).isEqualTo(i);
		}
	}

	@Test
	void blankAndMalformedLinesAreReportedAndSurvived() throws IOException {
		Raw raw = raw();
		raw.peer().write("\n \r\nlog output\n{\"a\":\n1 2\n{\"a\":1}}\n\"\u0001\"\n\ufeff\n\"fine\"\n");
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.BLANK);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.BLANK);
		for (int i = 0; i < 5; i++) {
			assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MALFORMED);
		}
		this.listener.nextError();
		assertThat(this.listener.nextMessage().stringValue()).isEqualTo("fine");
		assertThat(raw.channel().statistics().protocolErrors(ProtocolError.Kind.MALFORMED)).isGreaterThanOrEqualTo(5);
		raw.channel().close();
		assertThat(raw.peer().readAll()).isEmpty();
	}

	@Test
	void invalidUtf8IsReportedAndSurvived() throws IOException {
		RawPeer peer = raw().peer();
		peer.write(new byte[] { '"', (byte) 0xff, (byte) 0xc3, '"', '\n', 0, 0, '\n', '1', '\n' });
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MALFORMED);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MALFORMED);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
	}

	@Test
	void deeplyNestedValueIsReportedAndSurvived() throws IOException {
		RawPeer peer = raw().peer();
		peer.write("[".repeat(100_000) + "\n1\n");
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MALFORMED);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
	}

	@Test
	void loneSurrogatesGoThereAndBack() throws IOException {
		Raw raw = raw();
		raw.peer().write("\"x\\ud83d\"\n");
		JsonNode message = this.listener.nextMessage();
		assertThat(message.stringValue()).isEqualTo("x\ud83d");
		raw.channel().send(message);
		assertThat(raw.peer().readLine()).isEqualToIgnoringCase("\"x\\ud83d\"\n");
	}

	@Test
	void lineOfTenMegabytesGoesThereAndBack() {
		Two two = two(options());
		String text = "0123456789".repeat(1024 * 1024);
		two.channel().send(text);
		two.channel().send("behind");
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo(text);
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("behind");
	}

	@Test
	void fourHundredKilobytesOfTwoByteCharactersArriveIntact() {
		Two two = two(options());
		String text = "ßäöü".repeat(50_000);
		two.channel().send(text);
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo(text);
	}

	@Test
	void lineOverTheLimitIsSkipped() throws IOException {
		RawPeer peer = raw(options().withMaxMessageSize(1000)).peer();
		peer.write("\"" + "x".repeat(300_000) + "\"\n\"" + "y".repeat(998) + "\"\n\"" + "z".repeat(999) + "\"\n1\n");
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.OVERSIZED);
		assertThat(this.listener.nextMessage().stringValue()).startsWith("yy");
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.OVERSIZED);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
	}

	@Test
	void messageOverTheLimitIsNotSentAndTheNextOneIs() throws IOException {
		Raw raw = raw(options().withMaxMessageSize(1000));
		Sent sent = raw.channel().send("x".repeat(2000));
		assertThat(sent.writable()).isFalse();
		assertThat(sent.written()).isCompletedExceptionally()
			.failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MessageTooLargeException.class);
		raw.channel().send("next");
		assertThat(raw.peer().readLine()).isEqualTo("\"next\"\n");
	}

	@Test
	void internalMessagesGoTheirOwnWay() throws IOException {
		RawPeer peer = raw().peer();
		peer.write("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\"}\n{\"cmd\":\"fooNODE_CLUSTER\"}\n{\"cmd\":\"NODE_\"}\n"
				+ "{\"cmd\":7}\n{\"cmd\":\"NODE_UNHEARD_OF\"}\n");
		RecordingListener.Event internal = this.listener.next();
		assertThat(internal.what()).isEqualTo("internal");
		assertThat(internal.node().get("act").stringValue()).isEqualTo("online");
		assertThat(this.listener.nextMessage().get("cmd").stringValue()).isEqualTo("fooNODE_CLUSTER");
		assertThat(this.listener.nextMessage().get("cmd").stringValue()).isEqualTo("NODE_");
		assertThat(this.listener.nextMessage().get("cmd").intValue()).isEqualTo(7);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.UNKNOWN_COMMAND);
	}

	@Test
	void partOfALineAtTheEndIsDropped() throws IOException {
		Raw raw = raw();
		raw.peer().write("1\n{\"half\":");
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
		raw.peer().close();
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.PEER_CLOSED);
		assertThat(this.listener.events).isEmpty();
	}

	@Test
	void messagesFromManyThreadsStayWholeAndInOrder() throws Exception {
		Two two = two(options());
		int threads = 4;
		int each = 5_000;
		Thread[] senders = new Thread[threads];
		for (int t = 0; t < threads; t++) {
			int sender = t;
			senders[t] = new Thread(() -> {
				Random random = new Random(sender);
				for (int i = 0; i < each; i++) {
					two.channel().send(new Object[] { sender, i, "x".repeat(random.nextInt(2000)) });
				}
			});
			senders[t].start();
		}
		int[] next = new int[threads];
		for (int i = 0; i < threads * each; i++) {
			JsonNode message = this.peerListener.nextMessage();
			int sender = message.get(0).intValue();
			assertThat(message.get(1).intValue()).isEqualTo(next[sender]++);
		}
		for (Thread sender : senders) {
			sender.join();
		}
	}

}
