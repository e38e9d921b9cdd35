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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.clusterboot.handle.Handle;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.VersionMismatchException;

/**
 * The view that one worker has of the {@link Scoreboard}: it writes its own row, and
 * reads those of the master and of the other workers. In the master's row it only makes
 * claims.
 * <p>
 * May be used from any thread. There is nothing to close; the memory is given back when
 * it is no longer referred to.
 */
public final class ScoreboardView {

	private final ScoreboardRow own;

	private final ScoreboardRow master;

	private final IntFunction<ScoreboardRow> rows;

	private final int ownIndex;

	private List<ScoreboardRow> others;

	private int known = Scoreboard.MASTER_ROW;

	private ScoreboardView(ScoreboardRow own, int ownIndex, ScoreboardRow master, IntFunction<ScoreboardRow> rows,
			List<ScoreboardRow> others) {
		this.own = own;
		this.ownIndex = ownIndex;
		this.master = master;
		this.rows = rows;
		this.others = others;
	}

	/**
	 * Open the scoreboard that the master gave to this process, and close its descriptor.
	 * To be called once in a process.
	 * @param environment the environment as the process got it
	 * @return the view, empty if the environment speaks of none
	 * @throws IllegalArgumentException if a variable has an invalid value
	 * @throws UncheckedIOException if the rows can't be mapped
	 * @throws VersionMismatchException if the master lays the memory out in another way;
	 * no row is touched then
	 */
	public static Optional<ScoreboardView> inherited(Map<String, String> environment) {
		String descriptor = environment.get(InheritedChannel.SCOREBOARD_FD);
		String row = environment.get(InheritedChannel.SCOREBOARD_ROW);
		if (descriptor == null || row == null) {
			return Optional.empty();
		}
		Scoreboard.LAYOUT.requireMasterIn(environment);
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
			// Reported below, like a number out of range
		}
		throw new IllegalArgumentException("%s: %s (expected: a number >= 0)".formatted(name, value));
	}

	private static Path path(int descriptor) {
		Path descriptors = Path.of("/proc/self/fd");
		return (Files.isDirectory(descriptors) ? descriptors : Path.of("/dev/fd"))
			.resolve(Integer.toString(descriptor));
	}

	private static ScoreboardView map(Path file, int row) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			ByteBuffer all = channel.map(MapMode.READ_ONLY, 0, channel.size());
			Scoreboard.LAYOUT.requireMaster((all.capacity() >= Long.BYTES) ? ScoreboardHeader.version(all) : 0);
			long offset = (long) row * ScoreboardRow.BYTES;
			// To map more than there is would make the file longer
			if (row < Scoreboard.FIRST_WORKER_ROW || channel.size() < offset + ScoreboardRow.BYTES) {
				throw new IllegalArgumentException("%s: %d (expected: >= %d and < %d, the rows of the scoreboard)"
					.formatted(InheritedChannel.SCOREBOARD_ROW, row, Scoreboard.FIRST_WORKER_ROW,
							channel.size() / ScoreboardRow.BYTES));
			}
			ScoreboardRow own = new ScoreboardRow(channel.map(MapMode.READ_WRITE, offset, ScoreboardRow.BYTES));
			ScoreboardRow master = new ScoreboardRow(channel.map(MapMode.READ_WRITE,
					(long) Scoreboard.MASTER_ROW * ScoreboardRow.BYTES, ScoreboardRow.BYTES));
			IntFunction<ScoreboardRow> rows = (index) -> new ScoreboardRow(
					all.slice(index * ScoreboardRow.BYTES, ScoreboardRow.BYTES));
			return new ScoreboardView(own, row, master, rows, List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not map row %d of the scoreboard".formatted(row), ex);
		}
	}

	/**
	 * Return a view of rows that exist already.
	 * @param own the worker's row
	 * @param master the master's row
	 * @param others the rows that other workers may have
	 * @return the view
	 */
	public static ScoreboardView of(ScoreboardRow own, ScoreboardRow master, List<ScoreboardRow> others) {
		return new ScoreboardView(own, -1, master, (index) -> own, List.copyOf(others));
	}

	/**
	 * Return a view that no other process sees, for a worker whose master has no
	 * scoreboard.
	 * @return the view, without others
	 */
	public static ScoreboardView unshared() {
		return of(ScoreboardRow.unshared(), ScoreboardRow.unshared(), List.of());
	}

	/**
	 * Return the row of this worker.
	 * @return the row
	 */
	public ScoreboardRow own() {
		return this.own;
	}

	/**
	 * Return the row of the master, which beats while the master hands connections over.
	 * @return the row, only to be read
	 */
	public ScoreboardRow master() {
		return this.master;
	}

	/**
	 * Claim the warning of sessions that only one worker knows, which is logged once
	 * between the start and the stop of the cluster.
	 * @return whether this worker has to log it
	 */
	public boolean claimSessionWarning() {
		return this.master.claimSessionWarning();
	}

	/**
	 * Return the workers that are alive, as the master publishes them, this one included.
	 * @return the workers, in no order
	 */
	public List<PublishedWorker> workers() {
		return Stream.concat(Stream.of(this.own), others().stream())
			.flatMap((row) -> row.published().worker().stream())
			.toList();
	}

	/**
	 * Return the rows that are or were in use by other workers. Rows that were never used
	 * are left out: they have no memory, and there may be none left for them.
	 * @return the rows, only to be read
	 */
	public synchronized List<ScoreboardRow> others() {
		long last = this.master.lastRow();
		if (this.known < last) {
			List<ScoreboardRow> more = new ArrayList<>(this.others);
			while (this.known < last) {
				this.known++;
				if (this.known != this.ownIndex) {
					more.add(this.rows.apply(this.known));
				}
			}
			this.others = List.copyOf(more);
		}
		return this.others;
	}

}
