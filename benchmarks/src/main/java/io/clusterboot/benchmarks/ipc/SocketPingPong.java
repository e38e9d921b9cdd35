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

package io.clusterboot.benchmarks.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.clusterboot.benchmarks.process.ProcessorTime;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/**
 * A limit: two threads of one JVM, a pair of sockets, blocking reads and writes and
 * nothing else. {@code <size> <warm-up ms> <measured ms>}.
 */
final class SocketPingPong {

	private static final int MAX_COUNT = 4 * 1024 * 1024;

	private SocketPingPong() {
	}

	public static void main(String[] args) throws IOException {
		int size = Integer.parseInt(args[0]);
		AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
		Thread echo = new Thread(() -> echo(pair.getSocket2(), size), "echo");
		echo.setDaemon(true);
		echo.start();
		try (AFUNIXSocketChannel channel = pair.getSocket1()) {
			measure(channel, size, Long.parseLong(args[1]));
			measure(channel, size, Long.parseLong(args[2])).print();
		}
	}

	private static Measurement measure(ByteChannel channel, int size, long millis) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(size);
		long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
		long[] times = new long[MAX_COUNT];
		ProcessorTime cpu = ProcessorTime.start(ProcessHandle.current().pid());
		long start = System.nanoTime();
		long last = start;
		int count = 0;
		while (last - start < nanos && count < MAX_COUNT) {
			buffer.clear();
			write(channel, buffer);
			read(channel, buffer);
			long now = System.nanoTime();
			times[count++] = now - last;
			last = now;
		}
		double cpuMicros = cpu.microsPerOperation(count);
		long[] sorted = Arrays.copyOf(times, count);
		Arrays.sort(sorted);
		return Measurement.of(count * 1e9 / (last - start), cpuMicros, sorted);
	}

	private static void echo(ByteChannel channel, int size) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(size);
		try (channel) {
			while (read(channel, buffer)) {
				buffer.flip();
				write(channel, buffer);
			}
		}
		catch (IOException ex) {
			// The other end was closed
		}
	}

	private static boolean read(ByteChannel channel, ByteBuffer buffer) throws IOException {
		buffer.clear();
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				return false;
			}
		}
		return true;
	}

	private static void write(ByteChannel channel, ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

}
