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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import io.clusterboot.testing.OpenDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how a {@link Channel} ends, and of what it survives.
 */
class ChannelEndTests extends ChannelTest {

	@Test
	void endOfStreamIsOneDisconnect() throws Exception {
		Raw raw = raw();
		raw.peer().write("\"last\"\n");
		raw.peer().close();
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.PEER_CLOSED);
		assertThat(raw.channel().isConnected()).isFalse();
		assertThat(this.listener.nextMessage().stringValue()).isEqualTo("last");
		raw.channel().close();
		raw.channel().disconnect();
		assertThat(this.listener.disconnects).hasValue(1);
	}

	@Test
	void channelIsQuietWhenAllIsDeliveredAndNotAtItsEnd() throws Exception {
		Raw raw = raw();
		raw.peer().write("1\n");
		this.listener.nextMessage();
		await().atMost(Duration.ofSeconds(120)).until(() -> raw.channel().isQuiet());
		raw.peer().close();
		assertThat(raw.channel().isQuiet()).isFalse();
		this.listener.awaitDisconnect();
		assertThat(raw.channel().isQuiet()).isFalse();
	}

	@Test
	void resetIsOneDisconnectAfterWhatWasSent() throws Exception {
		Raw raw = raw();
		raw.channel().send("never read");
		raw.peer().write("\"last\"\n");
		raw.peer().close();
		assertThat(this.listener.awaitDisconnect()).isIn(DisconnectCause.RESET, DisconnectCause.PEER_CLOSED);
		assertThat(this.listener.disconnects).hasValue(1);
	}

	@Test
	void sendingToAPeerThatIsGoneFailsAndDoesNotThrow() throws Exception {
		Raw raw = raw();
		raw.peer().close();
		CompletableFuture<Void> failed = null;
		while (failed == null) {
			Sent sent = raw.channel().send("anybody there?");
			if (sent.written().isCompletedExceptionally()) {
				failed = sent.written();
				assertThat(sent.writable()).isFalse();
			}
		}
		assertThat(failed).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ChannelClosedException.class);
		assertThat(this.listener.awaitDisconnect()).isNotEqualTo(DisconnectCause.CLOSED_HERE);
		assertThat(this.listener.disconnects).hasValue(1);
	}

	@Test
	void handleToAPeerThatIsGoneFailsAndIsClosed() throws Exception {
		Raw raw = raw();
		raw.peer().close();
		Sent sent;
		try (Handle handle = listening()) {
			sent = raw.channel().send("handle", handle, HandleType.NET_SERVER);
			assertThat(sent.acknowledged()).failsWithin(Duration.ofSeconds(120))
				.withThrowableThat()
				.withCauseInstanceOf(ChannelClosedException.class);
			assertThat(handle.isOpen()).isTrue();
		}
		this.listener.awaitDisconnect();
	}

	@Test
	void unacknowledgedHandleFailsWhenThePeerDies() throws Exception {
		Raw raw = raw();
		try (Handle handle = listening()) {
			Sent sent = raw.channel().send("handle", handle, HandleType.NET_SERVER);
			Sent behind = raw.channel().send("behind");
			raw.peer().readLine();
			assertThat(sent.written()).isCompleted();
			assertThat(sent.acknowledged()).isNotDone();
			raw.peer().close();
			assertThat(sent.acknowledged()).failsWithin(Duration.ofSeconds(120));
			assertThat(behind.written()).failsWithin(Duration.ofSeconds(120));
		}
	}

	@Test
	void ownCloseIsOneDisconnectAndSendsFailAfterIt() throws Exception {
		Two two = two(options());
		two.channel().close();
		two.channel().close();
		assertThat(two.channel().isConnected()).isFalse();
		Sent sent = two.channel().send("late");
		assertThat(sent.writable()).isFalse();
		assertThat(sent.written()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ChannelClosedException.class)
			.withMessageContaining("'here' is closed");
		try (Handle handle = listening()) {
			assertThat(two.channel().send("late", handle, HandleType.NET_SERVER).acknowledged())
				.isCompletedExceptionally();
		}
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
		assertThat(this.peerListener.awaitDisconnect()).isEqualTo(DisconnectCause.PEER_CLOSED);
		assertThat(this.listener.disconnects).hasValue(1);
		assertThat(this.peerListener.disconnects).hasValue(1);
	}

	@Test
	void disconnectSendsWhatIsQueuedFirst() throws Exception {
		Handle[] ends = Handle.socketPair();
		Channel channel = channel(options(), ends[0]);
		int count = 3_000;
		for (int i = 0; i < count; i++) {
			channel.send(i + "x".repeat(1000));
		}
		channel.disconnect();
		assertThat(channel.isConnected()).isFalse();
		assertThat(channel.send("late").written()).isCompletedExceptionally();
		closeLater(Channel.open(ends[1], options())).start(this.peerListener);
		for (int i = 0; i < count; i++) {
			assertThat(this.peerListener.nextMessage().stringValue()).startsWith(i + "x");
		}
		assertThat(this.peerListener.awaitDisconnect()).isEqualTo(DisconnectCause.PEER_CLOSED);
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
		assertThat(this.listener.disconnects).hasValue(1);
	}

	@Test
	void disconnectWaitsForTheAcknowledgementsOfHandles() throws Exception {
		Raw raw = raw();
		try (Handle handle = listening()) {
			raw.channel().send("first", handle, HandleType.NET_SERVER);
			raw.channel().send("second", handle, HandleType.NET_SERVER);
		}
		raw.channel().send("last");
		raw.channel().disconnect();
		assertThat(raw.peer().readLine()).contains("first");
		raw.peer().write("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
		assertThat(raw.peer().readLine()).contains("second");
		raw.peer().write("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
		assertThat(raw.peer().readAll()).isEqualTo("\"last\"\n");
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
	}

	@Test
	void disconnectTwiceIsOneDisconnectOnEitherSide() {
		Two two = two(options());
		two.channel().disconnect();
		two.channel().disconnect();
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
		this.peerListener.awaitDisconnect();
		two.peer().disconnect();
		assertThat(this.peerListener.disconnects).hasValue(1);
	}

	@Test
	void throwingListenerLosesNoLaterMessage() throws Exception {
		Handle[] ends = Handle.socketPair();
		RecordingListener throwing = new RecordingListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				super.message(message, null);
				throw new IllegalStateException("on purpose");
			}

		};
		Channel here = closeLater(Channel.open(ends[0], options())).start(throwing);
		Channel there = closeLater(Channel.open(ends[1], options())).start(this.peerListener);
		try (Handle handle = listening()) {
			for (int i = 0; i < 10; i++) {
				there.send(i, handle, HandleType.NET_SERVER);
			}
		}
		for (int i = 0; i < 10; i++) {
			assertThat(throwing.nextMessage().intValue()).isEqualTo(i);
		}
		there.close();
		throwing.awaitDisconnect();
		assertThat(here.statistics().listenerFailures()).isEqualTo(10);
	}

	@Test
	void listenerMayCloseTheChannel() throws Exception {
		Handle[] ends = Handle.socketPair();
		Channel here = closeLater(Channel.open(ends[0], options()));
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		List<JsonNode> messages = new ArrayList<>();
		RecordingListener closing = new RecordingListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				messages.add(message);
				here.close();
			}

		};
		peer.write("1\n2\n3\n");
		here.start(closing);
		assertThat(closing.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
		assertThat(messages).hasSize(1);
	}

	@Test
	void messagesBeforeTheStartWait() throws Exception {
		Handle[] ends = Handle.socketPair();
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		peer.write("1\n2\n");
		peer.close();
		Channel channel = closeLater(Channel.open(ends[0], options()));
		channel.start(this.listener);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(2);
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.PEER_CLOSED);
		assertThatIllegalStateException().isThrownBy(() -> channel.start(this.listener));
	}

	@Test
	void channelThatIsClosedBeforeTheStartSaysSo() {
		Handle[] ends = Handle.socketPair();
		Channel channel = closeLater(Channel.open(ends[0], options()));
		closeLater(ends[1]);
		channel.close();
		channel.start(this.listener);
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
	}

	@Test
	void interruptedSenderHarmsNothing() {
		Two two = two(options());
		Thread.currentThread().interrupt();
		two.channel().send("sent");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("sent");
		assertThat(two.channel().isConnected()).isTrue();
	}

	@Test
	void endIsOfTheRightKind() throws Exception {
		Handle listening = listening();
		assertThatIllegalArgumentException().isThrownBy(() -> Channel.open(listening, options()))
			.withMessageContaining("TCP_LISTENER")
			.withMessageContaining("expected: UNIX_STREAM");
		assertThat(listening.isOpen()).isFalse();
	}

	@Test
	void pairHasAChannelAndABlockingEndForTheChild() throws Exception {
		ChannelPair pair = closeLater(ChannelPair.open(options()));
		assertThat(OpenDescriptors.flags(pair.childEnd().descriptor()) & 04000).isZero();
		pair.channel().start(this.listener);
		pair.childEnd().close();
		this.listener.awaitDisconnect();
	}

	@Test
	void futuresCompleteInTheOrderOfTheSends() throws Exception {
		Handle[] ends = Handle.socketPair();
		Channel channel = channel(options(), ends[0]);
		List<Integer> order = Collections.synchronizedList(new ArrayList<>());
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int i = 0; i < 2_000; i++) {
			int number = i;
			CompletableFuture<Void> written = channel.send(Map.of("text", "x".repeat(1000))).written();
			all.add(written.thenRun(() -> order.add(number)));
		}
		closeLater(Channel.open(ends[1], options())).start(this.peerListener);
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
		assertThat(order).isSorted().hasSize(2_000);
	}

}
