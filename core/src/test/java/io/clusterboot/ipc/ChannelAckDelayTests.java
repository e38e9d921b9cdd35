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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Acknowledgements that may wait to be sent with a message.
 */
class ChannelAckDelayTests extends ChannelTest {

	private static final ChannelOptions PATIENT = options().withPeer(Peer.JVM).withAckDelay(Duration.ofDays(1));

	@Test
	void ackTravelsWithTheNextMessage() throws Exception {
		Two two = two(PATIENT);
		Sent sent = send(two);
		this.peerListener.nextHandle().close();
		await().atMost(Duration.ofSeconds(120)).until(() -> two.peer().isQuiet() && two.channel().isQuiet());
		assertThat(sent.acknowledged()).isNotDone();
		two.peer().send("and this");
		assertThat(this.listener.nextMessage().stringValue()).isEqualTo("and this");
		assertThat(sent.acknowledged()).isCompleted();
	}

	@Test
	void manyAcksDoNotWait() throws Exception {
		Two two = two(PATIENT);
		List<Sent> sent = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			sent.add(send(two));
		}
		for (Sent one : sent) {
			one.acknowledged().get(120, TimeUnit.SECONDS);
			this.peerListener.nextHandle().close();
		}
	}

	@Test
	void ackLeavesAloneWhenItHasWaited() throws Exception {
		Two two = two(PATIENT.withAckDelay(Duration.ofMillis(1)));
		send(two).acknowledged().get(120, TimeUnit.SECONDS);
		this.peerListener.nextHandle().close();
	}

	@Test
	void ackToNodeDoesNotWait() throws Exception {
		Two two = two(PATIENT.withPeer(Peer.NODE));
		send(two).acknowledged().get(120, TimeUnit.SECONDS);
		this.peerListener.nextHandle().close();
	}

	@Test
	void delayIsNotNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> options().withAckDelay(Duration.ofMillis(-1)))
			.withMessage("ackDelay: PT-0.001S (expected: >= 0)");
	}

	private static Sent send(Two two) throws Exception {
		try (Handle handle = listening()) {
			return two.channel().send("one", handle, HandleType.NET_SERVER);
		}
	}

}
