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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Channel} with a channel on the other end.
 */
@Timeout(60)
class ChannelTests {

	private Map<Integer, String> before = Map.of();

	private final List<Channel> channels = new ArrayList<>();

	@BeforeAll
	static void openWhatIsOpenedOnce() throws IOException {
		listening().close();
	}

	@BeforeEach
	void countDescriptors() {
		this.before = OpenDescriptors.sockets();
	}

	@AfterEach
	void nothingIsLeft() {
		this.channels.forEach(Channel::close);
		OpenDescriptors.assertNoneBut(this.before);
	}

	@Test
	void messagesOfEveryKindArriveInOrder() throws Exception {
		RecordingListener listener = new RecordingListener();
		Channel parent = open(listener);
		parent.send("one");
		parent.send(Map.of("a", 1));
		parent.send(null);
		parent.send(List.of(1, true, "x"));
		assertThat(listener.nextMessage().stringValue()).isEqualTo("one");
		assertThat(listener.nextMessage().get("a").intValue()).isEqualTo(1);
		assertThat(listener.nextMessage().isNull()).isTrue();
		assertThat(listener.nextMessage().toString()).isEqualTo("[1,true,\"x\"]");
	}

	@Test
	void handleArrivesAndIsAcknowledged() throws Exception {
		RecordingListener listener = new RecordingListener();
		Channel parent = open(listener);
		Sent sent;
		try (Handle handle = listening()) {
			sent = parent.send("server", handle, HandleType.NET_SERVER);
		}
		sent.acknowledged().get(20, TimeUnit.SECONDS);
		RecordingListener.Event event = listener.next();
		try (ReceivedHandle received = event.received()) {
			assertThat(event.node().stringValue()).isEqualTo("server");
			assertThat(received.type()).isEqualTo(HandleType.NET_SERVER);
			assertThat(received.handle().kind()).isEqualTo(HandleKind.TCP_LISTENER);
			assertThat(OpenDescriptors.flags(received.handle().descriptor()) & 04000).isEqualTo(04000);
		}
	}

	private Channel open(RecordingListener listener) {
		return open(listener, ChannelOptions.defaults().withName("parent"));
	}

	private Channel open(RecordingListener listener, ChannelOptions options) {
		ChannelPair pair = ChannelPair.open(options);
		Channel child = Channel.open(pair.childEnd(), options.withName("child")).start(listener);
		Channel parent = pair.channel().start(new RecordingListener());
		this.channels.add(parent);
		this.channels.add(child);
		return parent;
	}

	static Handle listening() throws IOException {
		Epoll.ensureAvailability();
		Socket socket = Socket.newSocketStream();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		socket.listen(16);
		return Handle.adopt(socket.intValue());
	}

}
