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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a {@link Channel} whose peer does not read.
 */
class ChannelBackPressureTests extends ChannelTest {

	@Test
	void senderIsToldWhen128KibibytesWaitAndTheOrderIsKept() throws Exception {
		Handle[] ends = Handle.socketPair();
		Channel channel = channel(options(), ends[0]);
		int sent = 0;
		Sent last;
		do {
			last = channel.send(sent++ + "x".repeat(1000));
		}
		while (last.writable());
		for (int i = 0; i < 1_000; i++) {
			last = channel.send(sent++ + "x".repeat(1000));
		}
		assertThat(last.writable()).isFalse();
		assertThat(channel.statistics().queuedBytes()).isGreaterThan(128 * 1024L);
		assertThat(last.written()).isNotDone();
		closeLater(Channel.open(ends[1], options())).start(this.peerListener);
		last.written().get(120, TimeUnit.SECONDS);
		for (int i = 0; i < sent; i++) {
			assertThat(this.peerListener.nextMessage().stringValue()).startsWith(i + "x");
		}
		Sent after = channel.send("after");
		after.written().get(120, TimeUnit.SECONDS);
		assertThat(after.writable()).isTrue();
		assertThat(channel.statistics().queuedBytes()).isZero();
	}

	@Test
	void queueHasALimit() throws Exception {
		Handle[] ends = Handle.socketPair();
		Channel channel = channel(options().withMaxMessageSize(10_000).withMaxQueuedBytes(100_000), ends[0]);
		List<Sent> taken = new ArrayList<>();
		Sent sent = channel.send("x".repeat(1000));
		while (!sent.written().isCompletedExceptionally()) {
			taken.add(sent);
			sent = channel.send("x".repeat(1000));
		}
		assertThat(sent.writable()).isFalse();
		assertThat(sent.written()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ChannelQueueFullException.class)
			.withMessageContaining("1003 more do not fit (expected: <= 100000)");
		assertThat(channel.statistics().queuedBytes()).isLessThanOrEqualTo(100_000);
		try (Handle handle = listening()) {
			// The kernel may still take some of the queue
			Sent withHandle = channel.send("x".repeat(1000), handle, HandleType.NET_SERVER);
			while (!withHandle.acknowledged().isCompletedExceptionally()) {
				taken.add(withHandle);
				withHandle = channel.send("x".repeat(1000), handle, HandleType.NET_SERVER);
			}
		}
		assertThat(channel.isConnected()).isTrue();
		closeLater(Channel.open(ends[1], options())).start(this.peerListener);
		for (int i = 0; i < taken.size(); i++) {
			ReceivedHandle received = this.peerListener.next().handle();
			if (received != null) {
				received.close();
			}
		}
		channel.send("fits").written().get(120, TimeUnit.SECONDS);
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("fits");
	}

	@Test
	void whatWaitsFailsWhenTheChannelIsClosed() {
		Raw raw = raw();
		Sent last = raw.channel().send("first");
		for (int i = 0; i < 1_000; i++) {
			last = raw.channel().send("x".repeat(1000));
		}
		assertThat(last.writable()).isFalse();
		raw.channel().close();
		assertThat(last.written()).failsWithin(Duration.ofSeconds(120))
			.withThrowableThat()
			.withCauseInstanceOf(ChannelClosedException.class);
		assertThat(this.listener.awaitDisconnect()).isEqualTo(DisconnectCause.CLOSED_HERE);
	}

	@Test
	void whatWaitsFailsWhenThePeerDies() {
		Raw raw = raw();
		Sent last = raw.channel().send("first");
		for (int i = 0; i < 1_000; i++) {
			last = raw.channel().send("x".repeat(1000));
		}
		assertThat(last.writable()).isFalse();
		raw.peer().close();
		assertThat(last.written()).failsWithin(Duration.ofSeconds(120))
			.withThrowableThat()
			.withCauseInstanceOf(ChannelClosedException.class);
		this.listener.awaitDisconnect();
		assertThat(this.listener.disconnects).hasValue(1);
	}

	@Test
	void twoThatOnlySendDoNotBlockEachOther() throws Exception {
		Two two = two(options());
		int count = 20_000;
		Thread other = new Thread(() -> sendMany(two.peer(), count));
		other.start();
		sendMany(two.channel(), count);
		for (RecordingListener recorder : List.of(this.listener, this.peerListener)) {
			for (int i = 0; i < count; i++) {
				assertThat(recorder.nextMessage().stringValue()).startsWith(i + "x");
			}
		}
		other.join();
	}

	private static void sendMany(Channel channel, int count) {
		for (int i = 0; i < count; i++) {
			channel.send(i + "x".repeat(500));
		}
	}

}
