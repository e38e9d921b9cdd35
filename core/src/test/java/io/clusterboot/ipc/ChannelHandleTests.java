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
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.testing.OpenDescriptors;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of handles that travel over a {@link Channel}.
 */
class ChannelHandleTests extends ChannelTest {

	private static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n";

	private static final String NACK = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n";

	@ParameterizedTest
	@EnumSource
	void handleArrivesWithItsMessageAndIsAcknowledged(Peer with) throws Exception {
		Two two = two(options().withPeer(with));
		two.channel().send("one");
		Sent sent;
		try (Handle handle = listening()) {
			sent = two.channel().send("two", handle, HandleType.NET_SERVER);
		}
		two.channel().send("three");
		assertThat(this.peerListener.nextMessage().stringValue()).isEqualTo("one");
		RecordingListener.Event event = this.peerListener.next();
		assertThat(event.node().stringValue()).isEqualTo("two");
		try (ReceivedHandle received = event.received()) {
			assertThat(received.type()).isEqualTo(HandleType.NET_SERVER);
			assertThat(received.handle().kind()).isEqualTo(HandleKind.TCP_LISTENER);
			int nonBlockingAndCloseOnExec = 02004000;
			assertThat(OpenDescriptors.flags(received.handle().descriptor()) & nonBlockingAndCloseOnExec)
				.isEqualTo(nonBlockingAndCloseOnExec);
		}
		RecordingListener.Event last = this.peerListener.next();
		assertThat(last.node().stringValue()).isEqualTo("three");
		assertThat(last.handle()).isNull();
		sent.acknowledged().get(120, TimeUnit.SECONDS);
		assertThat(two.channel().statistics().handlesSent()).isOne();
		assertThat(two.peer().statistics().handlesReceived()).isOne();
	}

	@Test
	void handleIsAloneInItsFrameAndEverythingBehindWaitsForTheAcknowledgement() throws Exception {
		Raw raw = raw();
		Sent first;
		Sent second;
		try (Handle handle = listening()) {
			first = raw.channel().send(Map.of("hi", 1), handle, HandleType.NET_SERVER);
			assertThat(first.writable()).isTrue();
			assertThat(first.written()).isCompleted();
			second = raw.channel().send("b", handle, HandleType.NET_NATIVE);
		}
		Sent third = raw.channel().send("c");
		Sent fourth = raw.channel().send("d");
		assertThat(List.of(second.writable(), third.writable(), fourth.writable())).containsExactly(true, false, false);
		assertThat(third.written()).isNotDone();
		assertThat(raw.peer().readLine())
			.isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"hi\":1}}\n");
		assertThat(raw.peer().received).hasSize(1);
		raw.peer().write(ACK);
		first.acknowledged().get(120, TimeUnit.SECONDS);
		assertThat(raw.peer().readLine()).contains("\"msg\":\"b\"");
		assertThat(raw.peer().received).hasSize(2);
		assertThat(second.acknowledged()).isNotDone();
		raw.peer().write(ACK);
		assertThat(raw.peer().readLine()).isEqualTo("\"c\"\n");
		assertThat(raw.peer().readLine()).isEqualTo("\"d\"\n");
	}

	@Test
	void ownAcknowledgementsPassWhatWaits() throws Exception {
		Raw raw = raw();
		try (Handle handle = listening()) {
			raw.channel().send("a", handle, HandleType.NET_SERVER);
			raw.channel().send("b");
			raw.peer().readLine();
			raw.peer().write(handleFrame("net.Server", "\"x\""), handle.descriptor());
		}
		assertThat(raw.peer().readLine()).isEqualTo(ACK);
		this.listener.nextHandle().close();
		raw.peer().write(ACK);
		assertThat(raw.peer().readLine()).isEqualTo("\"b\"\n");
	}

	@Test
	void ackComesBeforeTheListenerRuns() throws Exception {
		Handle[] ends = Handle.socketPair();
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		List<String> seen = new ArrayList<>();
		CompletableFuture<Void> done = new CompletableFuture<>();
		Channel channel = closeLater(Channel.open(ends[0], options()));
		channel.start((message, handle) -> {
			try (handle) {
				seen.add(peer.readLine());
				done.complete(null);
			}
			catch (IOException ex) {
				done.completeExceptionally(ex);
			}
		});
		try (Handle handle = listening()) {
			peer.write(handleFrame("net.Server", "1"), handle.descriptor());
		}
		done.get(120, TimeUnit.SECONDS);
		assertThat(seen).containsExactly(ACK);
	}

	@Test
	void frameWithoutDescriptorIsRefusedOnce() throws Exception {
		Raw raw = raw();
		raw.peer().write(handleFrame("net.Server", "1"));
		assertThat(raw.peer().readLine()).isEqualTo(NACK);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MISSING_DESCRIPTOR);
		raw.channel().close();
		assertThat(raw.peer().readAll()).isEmpty();
	}

	@Test
	void everyHandleFrameGetsTheNextDescriptor() throws Exception {
		Raw raw = raw();
		try (Handle tcp = listening(); Handle udp = udp()) {
			byte[] frames = RawPeer.concat(handleFrame("net.Server", "1"), handleFrame("dgram.Native", "2"));
			raw.peer().write(RawPeer.concat(frames, RawPeer.bytes("3\n")), tcp.descriptor(), udp.descriptor());
		}
		try (ReceivedHandle first = this.listener.nextHandle(); ReceivedHandle second = this.listener.nextHandle()) {
			assertThat(first.handle().kind()).isEqualTo(HandleKind.TCP_LISTENER);
			assertThat(second.handle().kind()).isEqualTo(HandleKind.UDP);
		}
		assertThat(this.listener.next().handle()).isNull();
		assertThat(raw.peer().readLine() + raw.peer().readLine()).isEqualTo(ACK + ACK);
	}

	@Test
	void descriptorWaitsForTheEndOfItsFrame() throws Exception {
		Raw raw = raw();
		byte[] frame = handleFrame("net.Server", "\"" + "x".repeat(200_000) + "\"");
		try (Handle handle = listening()) {
			raw.peer().write(frame, handle.descriptor());
		}
		this.listener.nextHandle().close();
		assertThat(raw.peer().readLine()).isEqualTo(ACK);
	}

	@Test
	void descriptorOfAMalformedFrameDoesNotGoToTheNextOne() throws Exception {
		Raw raw = raw();
		try (Handle tcp = listening(); Handle udp = udp()) {
			raw.peer().write(RawPeer.bytes("{\"cmd\":\"NODE_HANDLE\",\"type\"}\n"), tcp.descriptor());
			assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.MALFORMED);
			assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.UNEXPECTED_DESCRIPTOR);
			raw.peer().write(handleFrame("dgram.Native", "2"), udp.descriptor());
		}
		try (ReceivedHandle received = this.listener.nextHandle()) {
			assertThat(received.handle().kind()).isEqualTo(HandleKind.UDP);
		}
	}

	@Test
	void unknownTypeIsAcknowledgedAndClosed() throws Exception {
		Raw raw = raw();
		try (Handle handle = listening()) {
			raw.peer().write(handleFrame("net.Unheard", "1"), handle.descriptor());
		}
		assertThat(raw.peer().readLine()).isEqualTo(ACK);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.UNKNOWN_HANDLE_TYPE);
	}

	@Test
	void internalMessageMayCarryAHandle() throws Exception {
		Raw raw = raw();
		try (Handle handle = listening()) {
			raw.peer().write(handleFrame("net.Native", "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1}"), handle.descriptor());
		}
		RecordingListener.Event event = this.listener.next();
		assertThat(event.what()).isEqualTo("internal");
		event.received().close();
	}

	@Test
	void frameThatWasWrappedTwiceIsAcknowledgedOnce() throws Exception {
		Raw raw = raw();
		String inner = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":\"x\",\"key\":\"k\"}";
		try (Handle handle = listening()) {
			raw.peer().write(handleFrame("net.Native", inner), handle.descriptor());
		}
		RecordingListener.Event event = this.listener.next();
		assertThat(event.node().stringValue()).isEqualTo("x");
		try (ReceivedHandle received = event.received()) {
			assertThat(received.type()).isEqualTo(HandleType.NET_SOCKET);
			assertThat(received.key()).isEqualTo("k");
		}
		raw.channel().close();
		assertThat(raw.peer().readAll()).isEqualTo(ACK);
	}

	@Test
	void acknowledgementOfNothingIsReportedAndSurvived() throws Exception {
		RawPeer peer = raw().peer();
		peer.write(ACK + NACK + "1\n");
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.UNEXPECTED_ACK);
		assertThat(this.listener.nextError()).isEqualTo(ProtocolError.Kind.UNEXPECTED_ACK);
		assertThat(this.listener.nextMessage().intValue()).isEqualTo(1);
	}

	@Test
	void refusedHandleIsSentThreeTimesMoreAndThenFails() throws Exception {
		Raw raw = raw();
		Sent sent;
		try (Handle handle = listening()) {
			sent = raw.channel().send("x", handle, HandleType.NET_SERVER);
		}
		raw.channel().send("behind");
		String first = raw.peer().readLine();
		for (int i = 0; i < 3; i++) {
			raw.peer().write(NACK);
			assertThat(raw.peer().readLine()).isEqualTo(first);
		}
		assertThat(sent.acknowledged()).isNotDone();
		raw.peer().write(NACK);
		assertThat(raw.peer().readLine()).isEqualTo("\"behind\"\n");
		assertThat(raw.peer().received).hasSize(4);
		assertThat(sent.acknowledged()).failsWithin(Duration.ofSeconds(120))
			.withThrowableThat()
			.withCauseInstanceOf(HandleNotAcknowledgedException.class);
	}

	@Test
	void handleThatIsNotAcknowledgedInTimeFailsAndALateAckIsFine() throws Exception {
		Raw raw = raw(options().withAckTimeout(Duration.ofMillis(50)));
		Sent sent;
		try (Handle handle = listening()) {
			sent = raw.channel().send("x", handle, HandleType.NET_SERVER);
		}
		Sent behind = raw.channel().send("behind");
		assertThat(sent.acknowledged()).failsWithin(Duration.ofSeconds(120))
			.withThrowableThat()
			.withCauseInstanceOf(HandleNotAcknowledgedException.class);
		assertThat(behind.written()).isNotDone();
		assertThat(raw.channel().statistics().unacknowledgedHandles()).isOne();
		raw.peer().readLine();
		raw.peer().write(ACK);
		assertThat(raw.peer().readLine()).isEqualTo("\"behind\"\n");
	}

	@Test
	void handleWaitsWhileTheKernelIsFull() throws Exception {
		Raw raw = raw();
		int count = 600;
		for (int i = 0; i < count; i++) {
			raw.channel().send("x".repeat(1000));
		}
		Sent sent;
		try (Handle handle = listening()) {
			sent = raw.channel().send("handle", handle, HandleType.NET_SERVER);
		}
		raw.channel().send("behind");
		assertThat(sent.written()).isNotDone();
		for (int i = 0; i < count; i++) {
			assertThat(raw.peer().readLine()).contains("xxx");
		}
		assertThat(raw.peer().readLine()).contains("handle");
		assertThat(raw.peer().received).hasSize(1);
		raw.peer().write(ACK);
		assertThat(raw.peer().readLine()).isEqualTo("\"behind\"\n");
	}

	@ParameterizedTest
	@EnumSource
	void largeFrameCarriesItsHandle(Peer with) throws Exception {
		Two two = two(options().withPeer(with));
		String text = "x".repeat(800_000);
		try (Handle handle = listening()) {
			two.channel().send(text, handle, HandleType.NET_SERVER);
			two.channel().send(text, handle, HandleType.NET_SERVER);
			two.channel().send(text);
		}
		for (int i = 0; i < 2; i++) {
			RecordingListener.Event event = this.peerListener.next();
			assertThat(event.node().stringValue()).hasSize(800_000);
			event.received().close();
		}
		assertThat(this.peerListener.next().handle()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void handlesInBothDirectionsAtOnceDoNotBlockEachOther(Peer with) throws Exception {
		Two two = two(options().withPeer(with));
		int count = 500;
		try (Handle handle = listening()) {
			Thread other = new Thread(() -> sendMany(two.peer(), handle, count));
			other.start();
			sendMany(two.channel(), handle, count);
			for (RecordingListener recorder : List.of(this.listener, this.peerListener)) {
				for (int i = 0; i < count; i++) {
					RecordingListener.Event message = recorder.next();
					assertThat(message.node().intValue()).isEqualTo(i);
					message.received().close();
					assertThat(recorder.nextMessage().stringValue()).isEqualTo("behind " + i);
				}
			}
			other.join();
		}
	}

	private static void sendMany(Channel channel, Handle handle, int count) {
		for (int i = 0; i < count; i++) {
			channel.send(i, handle, HandleType.NET_SERVER);
			channel.send("behind " + i);
		}
	}

	@Test
	void jvmPeersPipelineHandles() throws Exception {
		Raw raw = raw(options().withPeer(Peer.JVM));
		try (Handle handle = listening()) {
			for (int i = 0; i < 5; i++) {
				raw.channel().send(i, handle, HandleType.NET_SERVER);
				raw.channel().send("behind");
			}
		}
		for (int i = 0; i < 5; i++) {
			assertThat(raw.peer().readLine()).contains("\"msg\":" + i);
			assertThat(raw.peer().readLine()).isEqualTo("\"behind\"\n");
		}
		assertThat(raw.peer().received).hasSize(5);
		raw.peer().write(ACK.repeat(5));
	}

	@ParameterizedTest
	@EnumSource
	void tenThousandHandlesArriveInOrder(Peer with) throws Exception {
		Two two = two(options().withPeer(with));
		int count = 10_000;
		int batch = 200;
		try (Handle handle = listening()) {
			for (int sent = 0; sent < count; sent += batch) {
				for (int i = 0; i < batch; i++) {
					two.channel().send(sent + i, handle, HandleType.NET_SERVER);
				}
				for (int i = 0; i < batch; i++) {
					RecordingListener.Event event = this.peerListener.next();
					assertThat(event.node().intValue()).isEqualTo(sent + i);
					event.received().close();
				}
			}
		}
	}

	@Test
	void passedConnectionLivesOnAfterTheSenderHasClosedIt() throws Exception {
		Two two = two(options());
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Socket client = Socket.newSocketStream();
			client.connect(server.getLocalAddress());
			try (SocketChannel accepted = server.accept()) {
				Sent sent;
				try (Handle handle = Handle.adopt(client.intValue())) {
					sent = two.channel().send("socket", handle, HandleType.NET_SOCKET);
				}
				ReceivedHandle received = this.peerListener.nextHandle();
				sent.acknowledged().get(120, TimeUnit.SECONDS);
				two.channel().close();
				this.listener.awaitDisconnect();
				assertThat(received.handle().kind()).isEqualTo(HandleKind.TCP_STREAM);
				Socket passed = new Socket(received.handle().descriptor());
				ByteBuffer buffer = ByteBuffer.allocateDirect(5).put(0, RawPeer.bytes("hello"));
				assertThat(passed.write(buffer, 0, 5)).isEqualTo(5);
				ByteBuffer read = ByteBuffer.allocate(5);
				while (read.hasRemaining()) {
					assertThat(accepted.read(read)).isPositive();
				}
				received.close();
				assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
			}
		}
	}

	@Test
	void unixAndUdpSocketsTravel() throws Exception {
		Two two = two(options());
		Handle[] pair = Handle.socketPair();
		closeLater(pair[0]);
		closeLater(pair[1]);
		two.channel().send("unix", pair[0], HandleType.NET_SOCKET);
		try (Handle udp = udp()) {
			two.channel().send("udp", udp, HandleType.DGRAM_SOCKET);
		}
		try (ReceivedHandle unix = this.peerListener.nextHandle();
				ReceivedHandle udp = this.peerListener.nextHandle()) {
			assertThat(unix.handle().kind()).isEqualTo(HandleKind.UNIX_STREAM);
			assertThat(udp.handle().kind()).isEqualTo(HandleKind.UDP);
			assertThat(udp.dgramType()).isIn("udp4", "udp6");
		}
	}

	@Test
	void handleOfTheWrongKindIsNotSent() throws Exception {
		Two two = two(options());
		Handle handle = closeLater(listening());
		Handle file = closeLater(Handle.adopt(openFile()));
		assertThatIllegalArgumentException().isThrownBy(() -> two.channel().send("x", handle, HandleType.NET_SOCKET))
			.withMessage("A handle of the kind TCP_LISTENER cannot be sent as net.Socket");
		assertThatIllegalArgumentException().isThrownBy(() -> two.channel().send("x", file, HandleType.NET_NATIVE))
			.withMessageContaining("OTHER");
		handle.close();
		assertThatIllegalStateException().isThrownBy(() -> two.channel().send("x", handle, HandleType.NET_SERVER));
	}

	@Test
	void senderOfSocketsIsToldHowManyAreOpen() throws Exception {
		Raw raw = raw();
		Handle[] pair = Handle.socketPair();
		closeLater(pair[1]);
		try (Handle socket = pair[0]) {
			for (int i = 0; i < 2; i++) {
				raw.peer()
					.write(RawPeer.bytes(
							"{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":1,\"key\":\"4:127.0.0.1:0\"}\n"),
							socket.descriptor());
				assertThat(raw.peer().readLine()).isEqualTo(ACK);
			}
		}
		ReceivedHandle first = this.listener.nextHandle();
		ReceivedHandle second = this.listener.nextHandle();
		String key = "\"key\":\"4:127.0.0.1:0\"";
		raw.peer().write("{\"cmd\":\"NODE_SOCKET_GET_COUNT\"," + key + "}\n");
		assertThat(raw.peer().readLine()).isEqualTo("{\"cmd\":\"NODE_SOCKET_COUNT\"," + key + ",\"count\":2}\n");
		first.close();
		first.close();
		raw.peer().write("{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\"," + key + "}\n");
		raw.peer().write("{\"cmd\":\"NODE_SOCKET_GET_COUNT\"," + key + "}\n");
		assertThat(raw.peer().readLine()).isEqualTo("{\"cmd\":\"NODE_SOCKET_COUNT\"," + key + ",\"count\":1}\n");
		Handle.adopt(second.handle().release()).close();
		second.close();
		assertThat(raw.peer().readLine()).isEqualTo("{\"cmd\":\"NODE_SOCKET_ALL_CLOSED\"," + key + "}\n");
		raw.peer().write("{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\",\"key\":\"other\"}\n");
		assertThat(raw.peer().readLine()).isEqualTo("{\"cmd\":\"NODE_SOCKET_ALL_CLOSED\",\"key\":\"other\"}\n");
		raw.channel().close();
		assertThat(raw.peer().readAll()).isEmpty();
	}

	@Test
	void handlesThatNobodyTakesAreClosed() throws Exception {
		Handle[] ends = Handle.socketPair();
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		Channel channel = closeLater(Channel.open(ends[0], options()));
		CompletableFuture<JsonNode> last = new CompletableFuture<>();
		channel.start((message, handle) -> last.complete(message));
		try (Handle handle = listening()) {
			peer.write(handleFrame("net.Native", "{\"cmd\":\"NODE_CLUSTER\"}"), handle.descriptor());
			peer.write(handleFrame("net.Native", "{\"cmd\":\"NODE_UNHEARD_OF\"}"), handle.descriptor());
			peer.write(RawPeer.bytes("1\n"), handle.descriptor(), handle.descriptor());
		}
		last.get(120, TimeUnit.SECONDS);
		peer.close();
	}

	private static byte[] handleFrame(String type, String message) {
		return RawPeer.bytes("{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":" + message + "}\n");
	}

	private static Handle udp() throws IOException {
		Socket socket = Socket.newSocketDgram();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return Handle.adopt(socket.intValue());
	}

	private static int openFile() throws IOException {
		return io.netty.channel.unix.FileDescriptor.from("/dev/null").intValue();
	}

}
