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

package io.clusterboot.handle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.testing.OpenDescriptors;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Handle}.
 */
@Timeout(300)
class HandleTests {

	private static final int O_NONBLOCK = 04000;

	private static final int O_CLOEXEC = 02000000;

	@BeforeAll
	static void loadTheTransport() {
		Epoll.ensureAvailability();
	}

	@Test
	void kindIsWhatTheOperatingSystemSays(@TempDir Path directory) throws IOException {
		Socket tcp = Socket.newSocketStream();
		try (Handle handle = Handle.adopt(tcp.intValue())) {
			assertThat(handle.kind()).isEqualTo(HandleKind.TCP_BOUND);
			tcp.bind(loopback(0));
			assertThat(handle.kind()).isEqualTo(HandleKind.TCP_BOUND);
			tcp.listen(1);
			assertThat(handle.kind()).isEqualTo(HandleKind.TCP_LISTENER);
			Socket client = Socket.newSocketStream();
			try (Handle connection = Handle.adopt(client.intValue())) {
				client.connect(tcp.localAddress());
				assertThat(connection.kind()).isEqualTo(HandleKind.TCP_STREAM);
			}
		}
		Socket unix = Socket.newSocketDomain();
		try (Handle handle = Handle.adopt(unix.intValue())) {
			assertThat(handle.kind()).isEqualTo(HandleKind.UNIX_BOUND);
			unix.bind(new DomainSocketAddress(directory.resolve("s").toString()));
			unix.listen(1);
			assertThat(handle.kind()).isEqualTo(HandleKind.UNIX_LISTENER);
		}
		Handle[] pair = Handle.socketPair();
		try (Handle first = pair[0]; Handle second = pair[1]) {
			assertThat(first.kind()).isEqualTo(HandleKind.UNIX_STREAM);
			assertThat(second.kind()).isEqualTo(HandleKind.UNIX_STREAM);
		}
		try (Handle handle = Handle.adopt(Socket.newSocketDgram().intValue())) {
			assertThat(handle.kind()).isEqualTo(HandleKind.UDP);
		}
		try (Handle handle = Handle.adopt(FileDescriptor.from("/dev/null").intValue())) {
			assertThat(handle.kind()).isEqualTo(HandleKind.OTHER);
		}
	}

	@Test
	void acceptedConnectionIsKnownWithoutAsking() {
		InetSocketAddress client = new InetSocketAddress("192.0.2.1", 4711);
		try (Handle handle = Handle.adoptAccepted(Socket.newSocketStream().intValue(), client);
				Handle copy = handle.duplicate()) {
			assertThat(handle.kind()).isEqualTo(HandleKind.TCP_STREAM);
			assertThat(copy.kind()).isEqualTo(HandleKind.TCP_STREAM);
			assertThat(copy.setNonBlocking().descriptor()).isNotEqualTo(handle.descriptor());
			EpollServerSocketChannel parent = new EpollServerSocketChannel();
			EpollSocketChannel channel = copy.toSocketChannel(parent);
			assertThat(channel.remoteAddress()).isEqualTo(client);
			channel.unsafe().closeForcibly();
			parent.unsafe().closeForcibly();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Handle.adoptAccepted(-1, client));
	}

	@Test
	void closedHandleIsClosedOnceAndUselessAfterIt() {
		Handle[] pair = Handle.socketPair();
		int number = pair[0].descriptor();
		String socket = OpenDescriptors.target(number);
		pair[0].close();
		assertThat(pair[0].isOpen()).isFalse();
		assertThat(OpenDescriptors.target(number)).isNotEqualTo(socket);
		try (Handle other = duplicateWithNumber(pair[1], number)) {
			pair[0].close();
			assertThat(OpenDescriptors.target(number)).isEqualTo(OpenDescriptors.target(pair[1].descriptor()));
			assertThat(other.isOpen()).isTrue();
		}
		assertThatIllegalStateException().isThrownBy(pair[0]::descriptor);
		assertThatIllegalStateException().isThrownBy(pair[0]::kind);
		assertThatIllegalStateException().isThrownBy(pair[0]::duplicate);
		assertThatIllegalStateException().isThrownBy(pair[0]::release);
		assertThat(pair[0]).hasToString("Handle[closed]");
		pair[1].close();
	}

	/**
	 * Duplicate a handle until the duplicate has a number that was closed: another thread
	 * of this process may have it for a moment.
	 */
	private static Handle duplicateWithNumber(Handle handle, int number) {
		List<Handle> lower = new ArrayList<>();
		Handle duplicate = handle.duplicate();
		while (duplicate.descriptor() != number) {
			if (duplicate.descriptor() < number) {
				lower.add(duplicate);
			}
			else {
				duplicate.close();
			}
			duplicate = handle.duplicate();
		}
		lower.forEach(Handle::close);
		return duplicate;
	}

	@Test
	void releasedHandleClosesNothing() {
		Handle[] pair = Handle.socketPair();
		int number = pair[0].release();
		String socket = OpenDescriptors.target(number);
		pair[0].close();
		assertThat(OpenDescriptors.target(number)).isEqualTo(socket);
		Handle.adopt(number).close();
		pair[1].close();
	}

	@Test
	void onlyOneOfManyThreadsGetsTheNumber() throws Exception {
		for (int round = 0; round < 200; round++) {
			Handle[] pair = Handle.socketPair();
			CyclicBarrier barrier = new CyclicBarrier(2);
			AtomicInteger owners = new AtomicInteger();
			Runnable taker = () -> {
				try {
					barrier.await(120, TimeUnit.SECONDS);
					int number = pair[0].release();
					owners.incrementAndGet();
					Handle.adopt(number).close();
				}
				catch (IllegalStateException ex) {
					// the other one was faster
				}
				catch (Exception ex) {
					throw new AssertionError(ex);
				}
			};
			Thread other = new Thread(taker);
			other.start();
			taker.run();
			other.join();
			assertThat(owners).hasValue(1);
			pair[1].close();
		}
	}

	@Test
	void closeNeverShutsDownWhatAnotherDescriptorShares() throws IOException {
		Handle[] pair = Handle.socketPair();
		try (Handle there = pair[1]) {
			Handle copy = pair[0].duplicate();
			pair[0].close();
			ByteBuffer buffer = ByteBuffer.allocateDirect(1);
			assertThat(new Socket(copy.descriptor()).write(buffer, 0, 1)).isOne();
			assertThat(new Socket(there.descriptor()).read(buffer, 0, 1)).isOne();
			copy.close();
			assertThat(new Socket(there.descriptor()).read(buffer, 0, 1)).isEqualTo(-1);
		}
	}

	@Test
	void duplicateHasItsOwnNumberAndSharesTheFlags() throws IOException {
		Handle[] pair = Handle.socketPair();
		try (Handle first = pair[0]; Handle second = pair[1]; Handle copy = first.duplicate()) {
			assertThat(copy.descriptor()).isNotEqualTo(first.descriptor());
			assertThat(flags(first) & O_NONBLOCK).isZero();
			copy.setNonBlocking();
			assertThat(flags(first) & O_NONBLOCK).isEqualTo(O_NONBLOCK);
			assertThat(flags(second) & O_NONBLOCK).isZero();
			assertThat(flags(second) & O_CLOEXEC).isEqualTo(O_CLOEXEC);
		}
	}

	@Test
	void nettyChannelsGiveAndTake() throws IOException {
		Socket tcp = Socket.newSocketStream();
		tcp.bind(loopback(0));
		tcp.listen(1);
		int number = tcp.intValue();
		EpollServerSocketChannel channel = Handle.adopt(number).toServerSocketChannel();
		assertThat(channel.isActive()).isTrue();
		assertThat(channel.fd().intValue()).isEqualTo(number);
		try (Handle copy = Handle.from(channel)) {
			String socket = OpenDescriptors.target(copy.descriptor());
			assertThat(OpenDescriptors.target(number)).isEqualTo(socket);
			channel.unsafe().closeForcibly();
			assertThat(OpenDescriptors.target(number)).isNotEqualTo(socket);
			assertThat(copy.kind()).isEqualTo(HandleKind.TCP_LISTENER);
		}
		EpollDatagramChannel datagram = Handle.adopt(Socket.newSocketDgram().intValue()).toDatagramChannel();
		try (Handle copy = Handle.from(datagram)) {
			assertThat(copy.kind()).isEqualTo(HandleKind.UDP);
		}
		datagram.unsafe().closeForcibly();
		Handle[] pair = Handle.socketPair();
		EpollDomainSocketChannel domain = pair[0].toDomainSocketChannel();
		assertThat(pair[0].isOpen()).isFalse();
		domain.unsafe().closeForcibly();
		pair[1].close();
		EpollSocketChannel socket = new EpollSocketChannel();
		try (Handle copy = Handle.from(socket)) {
			assertThat(copy.kind()).isEqualTo(HandleKind.TCP_BOUND);
		}
		socket.unsafe().closeForcibly();
	}

	@Test
	void jdkChannelsSayWhichOptionIsMissing() throws IOException {
		try (ServerSocketChannel channel = ServerSocketChannel.open()) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Handle.from(channel))
				.withMessageContaining("--add-opens java.base/sun.nio.ch=ALL-UNNAMED");
		}
		SocketChannel closed = SocketChannel.open();
		closed.close();
		assertThatIllegalArgumentException().isThrownBy(() -> Handle.from(closed));
	}

	@Test
	void processInheritsWhatItIsLent() throws Exception {
		Handle[] pair = Handle.socketPair();
		try (Handle here = pair[0]) {
			Handle there = pair[1];
			Process process = new ProcessBuilder("sh", "-c", "read line; echo \"got $line\" >&0")
				.redirectInput(there.toRedirect())
				.start();
			there.close();
			ByteBuffer buffer = ByteBuffer.allocateDirect(64);
			buffer.put("hello\n".getBytes()).flip();
			Socket socket = new Socket(here.descriptor());
			socket.write(buffer, 0, 6);
			buffer.clear();
			int count = 0;
			for (int read = socket.read(buffer, 0, 64); read > 0; read = socket.read(buffer, count, 64)) {
				count += read;
			}
			byte[] bytes = new byte[count];
			buffer.get(0, bytes);
			assertThat(new String(bytes)).isEqualTo("got hello\n");
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void numberMustBeOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> Handle.adopt(-1))
			.withMessage("descriptor: -1 (expected: >= 0)");
		assertThatExceptionOfType(HandleException.class).isThrownBy(() -> Handle.adopt(1_000_000).duplicate())
			.withMessageContaining("1000000");
	}

	private static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	private static int flags(Handle handle) throws IOException {
		return OpenDescriptors.flags(handle.descriptor());
	}

}
