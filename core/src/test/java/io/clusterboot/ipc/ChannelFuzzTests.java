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
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what no peer should send.
 */
class ChannelFuzzTests extends ChannelTest {

	private static final int FRAMES = 100_000;

	private static final String[] SEEDS = { "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"hi\":1}}\n",
			"{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":\"sock\",\"key\":\"4:127.0.0.1:0\"}\n",
			"{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Socket\",\"msg\":null,\"dgramType\":\"udp4\"}\n",
			"{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\"}}\n",
			"{\"cmd\":\"NODE_HANDLE_ACK\"}\n", "{\"cmd\":\"NODE_HANDLE_NACK\"}\n",
			"{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\",\"key\":\"k\"}\n", "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\"}\n",
			"{\"cmd\":\"NODE_OTHER\"}\n", "\"plain text ä€😀\"\n", "[1,2.5e10,true,null,\"\\ud800\"]\n", "\n", "\r\n",
			"garbage\n" };

	@Test
	@Timeout(300)
	void hundredThousandMutatedFramesHarmNothing() throws Exception {
		Handle[] ends = Handle.socketPair();
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		Channel channel = closeLater(Channel.open(ends[0], options().withMaxMessageSize(4096)));
		AtomicInteger handles = new AtomicInteger();
		RecordingListener last = new RecordingListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				if (handle != null) {
					handles.incrementAndGet();
					handle.close();
				}
				if (message.isString() && message.stringValue().equals("the last one")) {
					super.message(message, null);
				}
			}

			@Override
			public void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
				if (handle != null) {
					handles.incrementAndGet();
					handle.close();
				}
			}

			@Override
			public void protocolError(ProtocolError error) {
				if (error.detail().lines().count() > 1) {
					throw new IllegalStateException("More than a line");
				}
			}

		};
		channel.start(last);
		Answers answers = new Answers(peer);
		Thread reader = new Thread(answers);
		reader.start();
		Random random = new Random(20261123);
		try (Handle handle = listening()) {
			int[] one = { handle.descriptor() };
			int[] three = { handle.descriptor(), handle.descriptor(), handle.descriptor() };
			for (int i = 0; i < FRAMES; i++) {
				byte[] frame = mutate(random, RawPeer.bytes(SEEDS[random.nextInt(SEEDS.length)]));
				int with = random.nextInt(20);
				peer.write(frame, (with < 5) ? one : (with == 5) ? three : new int[0]);
			}
		}
		peer.write("\n\"the last one\"\n");
		last.nextMessage();
		ChannelStatistics statistics = channel.statistics();
		// Not close, which would lose the answers that wait for a slow reader
		channel.disconnect();
		last.awaitDisconnect();
		reader.join();
		assertThat(last.disconnects).hasValue(1);
		assertThat(answers.acks).as("one ACK for each handle").isEqualTo(statistics.handlesReceived());
		assertThat(answers.nacks).as("one NACK for each handle that did not come")
			.isEqualTo(statistics.protocolErrors(ProtocolError.Kind.MISSING_DESCRIPTOR));
		assertThat((long) handles.get()).isPositive().isLessThanOrEqualTo(statistics.handlesReceived());
		assertThat(statistics.listenerFailures()).isZero();
		assertThat(answers.blank).isZero();
		assertThat(statistics.protocolErrors(ProtocolError.Kind.MALFORMED)).isPositive();
		assertThat(statistics.protocolErrors(ProtocolError.Kind.TRUNCATED_DESCRIPTORS)).isZero();
	}

	private static byte[] mutate(Random random, byte[] frame) {
		switch (random.nextInt(8)) {
			case 0 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
			case 1 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
			case 2 -> {
				return Arrays.copyOf(frame, 1 + random.nextInt(frame.length));
			}
			case 3 -> {
				return Arrays.copyOfRange(frame, random.nextInt(frame.length), frame.length);
			}
			case 4 -> {
				return (random.nextInt(50) != 0) ? RawPeer.concat(frame, frame)
						: RawPeer.concat(RawPeer.bytes("\"" + "x".repeat(random.nextInt(20_000)) + "\""), frame);
			}
			default -> {
				return frame;
			}
		}
		return frame;
	}

	/**
	 * Counts what comes back.
	 */
	private static final class Answers implements Runnable {

		private final RawPeer peer;

		private long acks;

		private long nacks;

		private long blank;

		Answers(RawPeer peer) {
			this.peer = peer;
		}

		@Override
		public void run() {
			try {
				while (true) {
					switch (this.peer.readLine()) {
						case "{\"cmd\":\"NODE_HANDLE_ACK\"}\n" -> this.acks++;
						case "{\"cmd\":\"NODE_HANDLE_NACK\"}\n" -> this.nacks++;
						case "\n" -> this.blank++;
						default -> {
						}
					}
				}
			}
			catch (

			IOException ex) {
				// the end
			}

		}

	}

}
