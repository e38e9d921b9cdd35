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

package io.clusterboot.cluster.scoreboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.handle.Handle;
import io.clusterboot.process.InheritedChannel;

/**
 * One worker's row of the {@link Scoreboard}: the worker writes it, the master reads it,
 * also after the worker's death.
 * <p>
 * May be used from any thread. Writing is an access to memory and never a system call.
 * The memory is given back when the last object that refers to it is collected; there is
 * nothing to close.
 */
public final class ScoreboardRow {

	/**
	 * The size of a row in bytes: room for more counters, and no cache line, nor the one
	 * a processor fetches with it, is shared with another worker.
	 */
	static final int BYTES = 256;

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int HEARTBEAT = 0;

	private static final int LOOP_LAG = 8;

	private static final int ACCEPTED_CONNECTIONS = 16;

	private static final int ACTIVE_CONNECTIONS = 24;

	private static final int REQUESTS = 32;

	private static final int REQUESTS_IN_FLIGHT = 40;

	private static final int SERVER_ERRORS = 48;

	private static final int DRAINED_REQUESTS = 56;

	private static final int ABORTED_REQUESTS = 64;

	private final ByteBuffer memory;

	ScoreboardRow(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Open the row that the master gave to this process, and close the descriptor it came
	 * with. To be called once in a process.
	 * @param environment the environment as the process got it
	 * @return the row, empty if the environment speaks of none
	 * @throws IllegalArgumentException if it speaks of one in a way that makes no sense
	 * @throws UncheckedIOException if the row can't be mapped
	 */
	public static Optional<ScoreboardRow> inherited(Map<String, String> environment) {
		String descriptor = environment.get(InheritedChannel.SCOREBOARD_FD);
		String row = environment.get(InheritedChannel.SCOREBOARD_ROW);
		if (descriptor == null || row == null) {
			return Optional.empty();
		}
		try (Handle handle = Handle.adopt(number(InheritedChannel.SCOREBOARD_FD, descriptor))) {
			return Optional.of(map(path(handle.descriptor()), number(InheritedChannel.SCOREBOARD_ROW, row)));
		}
	}

	private static int number(String name, String value) {
		try {
			int number = Integer.parseInt(value);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below, as a number out of range is
		}
		throw new IllegalArgumentException("%s: %s (expected: a number >= 0)".formatted(name, value));
	}

	private static Path path(int descriptor) {
		Path descriptors = Path.of("/proc/self/fd");
		return (Files.isDirectory(descriptors) ? descriptors : Path.of("/dev/fd"))
			.resolve(Integer.toString(descriptor));
	}

	private static ScoreboardRow map(Path file, int row) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			long offset = (long) row * BYTES;
			// Mapping more than there is would make the file longer
			if (channel.size() < offset + BYTES) {
				throw new IllegalArgumentException("%s: %d (expected: < %d, the rows of the scoreboard)"
					.formatted(InheritedChannel.SCOREBOARD_ROW, row, channel.size() / BYTES));
			}
			return new ScoreboardRow(channel.map(MapMode.READ_WRITE, offset, BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not map row %d of the scoreboard".formatted(row), ex);
		}
	}

	/**
	 * Return a row that no other process sees, for a worker whose master has no
	 * scoreboard.
	 * @return the row, all zero
	 */
	public static ScoreboardRow unshared() {
		return new ScoreboardRow(ByteBuffer.allocateDirect(BYTES + Long.BYTES).alignedSlice(Long.BYTES));
	}

	/**
	 * Tell that this process makes progress.
	 */
	public void beat() {
		add(HEARTBEAT, 1);
	}

	/**
	 * Tell how far the slowest event loop is behind.
	 * @param millis how long it has not answered, in milliseconds; 0 if all have
	 */
	public void loopLag(long millis) {
		LONG.setRelease(this.memory, LOOP_LAG, millis);
	}

	/**
	 * Count a connection that was accepted.
	 */
	public void connectionAccepted() {
		add(ACCEPTED_CONNECTIONS, 1);
		add(ACTIVE_CONNECTIONS, 1);
	}

	/**
	 * Count a connection that ended.
	 */
	public void connectionClosed() {
		add(ACTIVE_CONNECTIONS, -1);
	}

	/**
	 * Count a request that was received.
	 */
	public void requestBegun() {
		add(REQUESTS, 1);
		add(REQUESTS_IN_FLIGHT, 1);
	}

	/**
	 * Count a request that is finished, in whatever way.
	 */
	public void requestEnded() {
		add(REQUESTS_IN_FLIGHT, -1);
	}

	/**
	 * Count an answer with a status from 500 on.
	 */
	public void serverError() {
		add(SERVER_ERRORS, 1);
	}

	/**
	 * Count a request that was answered after this worker began to drain.
	 */
	public void requestDrained() {
		add(DRAINED_REQUESTS, 1);
	}

	/**
	 * Count requests that are not finished, and never will be.
	 * @param count how many
	 */
	public void requestsAborted(long count) {
		add(ABORTED_REQUESTS, count);
	}

	/**
	 * Read all values.
	 * @return what the row says now
	 */
	public ScoreboardEntry read() {
		return new ScoreboardEntry(get(HEARTBEAT), get(LOOP_LAG), get(ACCEPTED_CONNECTIONS), get(ACTIVE_CONNECTIONS),
				get(REQUESTS), get(REQUESTS_IN_FLIGHT), get(SERVER_ERRORS), get(DRAINED_REQUESTS),
				get(ABORTED_REQUESTS));
	}

	private long get(int offset) {
		return (long) LONG.getAcquire(this.memory, offset);
	}

	private void add(int offset, long count) {
		LONG.getAndAddRelease(this.memory, offset, count);
	}

}
