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
package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.clusterboot.test.OutputLines;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The notifications that a service manager gets, each one line with its assignments
 * separated by spaces.
 */
final class NotifyRecorder implements AutoCloseable {

	private final DatagramSocket socket;

	private final OutputLines notifications = new OutputLines();

	private NotifyRecorder(DatagramSocket socket) {
		this.socket = socket;
	}

	/**
	 * Listen.
	 * @param path the value of {@code NOTIFY_SOCKET}
	 */
	static NotifyRecorder listen(Path path) {
		try {
			DatagramSocket socket = AFUNIXDatagramSocket.newInstance();
			socket.bind(AFUNIXSocketAddress.of(path));
			NotifyRecorder recorder = new NotifyRecorder(socket);
			Thread thread = new Thread(recorder::read, "notifications");
			thread.setDaemon(true);
			thread.start();
			return recorder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try {
			while (true) {
				// A new one each time, as its length is that of the last notification
				DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
				this.socket.receive(packet);
				this.notifications.add(
						new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).replace('\n', ' '));
			}
		}
		catch (IOException ex) {
			this.notifications.end();
		}
	}

	MatchResult await(int position, String regex, Duration deadline) {
		return this.notifications.await(position, Pattern.compile(regex), deadline);
	}

	int position() {
		return this.notifications.position();
	}

	List<String> all() {
		return this.notifications.all();
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
