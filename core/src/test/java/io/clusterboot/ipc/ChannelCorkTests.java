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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of messages that wait for each other.
 */
@Timeout(60)
class ChannelCorkTests extends ChannelTest {

	@Test
	void corkedMessagesLeaveInOneWriteWithAllTheirHandles() throws Exception {
		Raw raw = raw(options().withPeer(Peer.JVM));
		raw.channel().cork();
		List<Sent> sent;
		try (Handle handle = listening()) {
			sent = List.of(raw.channel().send("a", handle, HandleType.NET_SERVER), raw.channel().send("b"),
					raw.channel().send("c", handle, HandleType.NET_SERVER));
		}
		assertThat(sent).allSatisfy((one) -> {
			assertThat(one.written()).isNotDone();
			assertThat(one.writable()).isTrue();
		});
		raw.channel().uncork();
		assertThat(sent).allSatisfy((one) -> assertThat(one.written()).isCompleted());
		raw.peer().read();
		assertThat(raw.peer().received).hasSize(2);
		assertThat(raw.peer().readLine()).contains("\"msg\":\"a\"");
		assertThat(raw.peer().readLine()).isEqualTo("\"b\"\n");
		assertThat(raw.peer().readLine()).contains("\"msg\":\"c\"");
	}

	@Test
	void theLastOfSeveralCorksCounts() throws Exception {
		Two two = two(options());
		two.channel().cork();
		two.channel().cork();
		Sent sent = two.channel().send("a");
		two.channel().uncork();
		assertThat(sent.written()).isNotDone();
		two.channel().uncork();
		assertThat(sent.written()).isCompleted();
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("a");
		assertThatIllegalStateException().isThrownBy(two.channel()::uncork).withMessageContaining("not corked");
	}

	@Test
	void flushedWaitsForWhatWasSentBefore() throws Exception {
		Two two = two(options());
		assertThat(two.channel().flushed()).isCompleted();
		two.channel().cork();
		two.channel().send("a");
		CompletableFuture<Void> flushed = two.channel().flushed();
		assertThat(flushed).isNotDone();
		two.channel().uncork();
		assertThat(flushed).isCompleted();
		assertThat(two.channel().flushed()).isCompleted();
	}

	@Test
	void flushedFailsWithWhatWasSentBefore() {
		Channel channel = raw().channel();
		for (int i = 0; i < 1_000; i++) {
			channel.send("x".repeat(1000));
		}
		CompletableFuture<Void> flushed = channel.flushed();
		channel.close();
		assertThat(flushed).failsWithin(Duration.ofSeconds(60))
			.withThrowableThat()
			.withCauseInstanceOf(ChannelClosedException.class);
	}

	@Test
	void nodePeerStillGetsOneHandleAtATime() throws Exception {
		Raw raw = raw();
		raw.channel().cork();
		try (Handle handle = listening()) {
			raw.channel().send("a", handle, HandleType.NET_SERVER);
			raw.channel().send("b", handle, HandleType.NET_SERVER);
		}
		raw.channel().uncork();
		assertThat(raw.peer().readLine()).contains("\"msg\":\"a\"");
		assertThat(raw.peer().received).hasSize(1);
		raw.peer().write("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
		assertThat(raw.peer().readLine()).contains("\"msg\":\"b\"");
	}

	@Test
	void disconnectWaitsForWhatIsCorked() throws Exception {
		Two two = two(options());
		two.channel().cork();
		Sent sent = two.channel().send("last");
		two.channel().disconnect();
		two.channel().uncork();
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("last");
		sent.written().get(20, TimeUnit.SECONDS);
	}

	@Test
	void whatIsCorkedFailsWhenTheChannelCloses() throws Exception {
		Raw raw = raw();
		raw.channel().cork();
		Sent sent = raw.channel().send("lost");
		raw.peer().close();
		raw.channel().close();
		raw.channel().uncork();
		assertThat(sent.written()).failsWithin(20, TimeUnit.SECONDS);
	}

}
