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

import io.clusterboot.handle.Handle;
import io.clusterboot.testing.OpenDescriptors;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Opens channels for a test, and checks that no descriptor is left after it.
 */
@Timeout(300)
abstract class ChannelTest {

	private OpenDescriptors before = OpenDescriptors.sockets();

	private final List<AutoCloseable> resources = new ArrayList<>();

	final RecordingListener listener = new RecordingListener();

	final RecordingListener peerListener = new RecordingListener();

	@BeforeAll
	static void openWhatIsOpenedOnce() throws IOException {
		listening().close();
	}

	@BeforeEach
	void countDescriptors() {
		this.before = OpenDescriptors.sockets();
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		for (RecordingListener recorder : List.of(this.listener, this.peerListener)) {
			for (RecordingListener.Event event : recorder.events) {
				ReceivedHandle handle = event.handle();
				if (handle != null) {
					handle.close();
				}
			}
		}
		this.before.assertNoneIsNew();
	}

	static ChannelOptions options() {
		return ChannelOptions.defaults().withName("here");
	}

	/**
	 * A channel that reports to {@link #listener}; on the other end is whatever the test
	 * makes of the handle.
	 */
	Channel channel(ChannelOptions options, Handle end) {
		Channel channel = closeLater(Channel.open(end, options));
		return channel.start(this.listener);
	}

	/**
	 * A channel and, on the other end, a bare stream.
	 */
	Raw raw(ChannelOptions options) {
		Handle[] ends = Handle.socketPair();
		RawPeer peer = closeLater(new RawPeer(ends[1]));
		return new Raw(channel(options, ends[0]), peer);
	}

	Raw raw() {
		return raw(options());
	}

	/**
	 * Two channels.
	 */
	Two two(ChannelOptions options) {
		Handle[] ends = Handle.socketPair();
		Channel peer = closeLater(Channel.open(ends[1], options.withName("there")));
		peer.start(this.peerListener);
		return new Two(channel(options, ends[0]), peer);
	}

	<T extends AutoCloseable> T closeLater(T resource) {
		this.resources.add(resource);
		return resource;
	}

	static Handle listening() throws IOException {
		Epoll.ensureAvailability();
		Socket socket = Socket.newSocketStream();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		socket.listen(16);
		return Handle.adopt(socket.intValue());
	}

	/**
	 * A channel and a bare stream.
	 */
	record Raw(Channel channel, RawPeer peer) {

	}

	/**
	 * Two channels.
	 */
	record Two(Channel channel, Channel peer) {

	}

}
