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

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;

import io.clusterboot.handle.Handle;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.SharedVersion;
import io.clusterboot.process.Stdio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory that the master shares with its workers: a row for each of them, in a file of
 * the shared-memory file system that no longer has a name.
 * <p>
 * It belongs to the master, which gives a worker the {@link #descriptor() descriptor} and
 * the number of a row with {@value InheritedChannel#SCOREBOARD_FD} and
 * {@value InheritedChannel#SCOREBOARD_ROW}; there {@link ScoreboardView#inherited} opens
 * it. A row belongs to a worker and not to a slot, as the workers of two generations live
 * side by side. A row that was never used takes no memory. One row is the master's own,
 * for values that all workers read.
 * <p>
 * May be used from any thread. Closing takes the descriptor back; the workers keep their
 * rows, and this process those it has asked for.
 */
public final class Scoreboard implements Closeable {

	/**
	 * The version of the layout, to be raised with every change of the place or the
	 * meaning of a value in memory.
	 */
	static final SharedVersion LAYOUT = new SharedVersion("Scoreboard layout", InheritedChannel.SCOREBOARD_VERSION, 4);

	/**
	 * The row of the master itself, which no worker is given. The header takes the place
	 * of the row before it.
	 */
	static final int MASTER_ROW = 1;

	static final int FIRST_WORKER_ROW = MASTER_ROW + 1;

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	private static final Logger logger = LoggerFactory.getLogger(Scoreboard.class);

	private final int rows;

	private final ByteBuffer memory;

	private final RandomAccessFile file;

	private final Handle descriptor;

	private final BitSet taken = new BitSet();

	private int reserved = FIRST_WORKER_ROW;

	private Scoreboard(int rows, ByteBuffer memory, RandomAccessFile file, Handle descriptor) {
		this.rows = rows;
		this.memory = memory;
		this.file = file;
		this.descriptor = descriptor;
		this.taken.set(0, FIRST_WORKER_ROW);
	}

	/**
	 * Create a scoreboard in the shared-memory file system, or in the temporary folder if
	 * there is none or no space is left in it.
	 * @param rows how many workers can have a row at a time
	 * @param reserved for how many of them space is reserved now
	 * @return the scoreboard, all rows free
	 * @throws UncheckedIOException if the file cannot be created in either place
	 */
	public static Scoreboard create(int rows, int reserved) {
		return create(rows, reserved, SHARED_MEMORY, Path.of(System.getProperty("java.io.tmpdir")));
	}

	static Scoreboard create(int rows, int reserved, Path preferred, Path alternative) {
		if (Files.isDirectory(preferred) && Files.isWritable(preferred)) {
			try {
				return create(rows, reserved, preferred, LAYOUT.number());
			}
			catch (UncheckedIOException ex) {
				logger.warn("{} ({}); using {} instead", ex.getMessage(), reason(ex), alternative);
			}
		}
		return create(rows, reserved, alternative, LAYOUT.number());
	}

	private static String reason(UncheckedIOException failure) {
		IOException cause = failure.getCause();
		if (cause == null) {
			return "unknown reason";
		}
		return (cause instanceof FileSystemException ex && ex.getReason() != null) ? ex.getReason()
				: String.valueOf(cause.getMessage());
	}

	static Scoreboard create(int rows, int reserved, Path directory, int version) {
		if (rows < 1) {
			throw new IllegalArgumentException("rows: %d (expected: >= 1)".formatted(rows));
		}
		try {
			Path path = Files.createTempFile(directory, "clusterboot-", ".scoreboard");
			try {
				return open(rows, reserved, path, version);
			}
			finally {
				Files.delete(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not create a scoreboard of %d rows in %s".formatted(rows, directory),
					ex);
		}
	}

	private static Scoreboard open(int rows, int reserved, Path path, int version) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		// A child can open a file again that is only read, and from its start, so that
		// the file takes none of the places of the three descriptors that can be
		// inherited
		try (FileInputStream lent = new FileInputStream(path.toFile())) {
			long size = (long) (FIRST_WORKER_ROW + rows) * ScoreboardRow.BYTES;
			file.setLength(size);
			clear(file, 0, FIRST_WORKER_ROW);
			ByteBuffer memory = file.getChannel().map(MapMode.READ_WRITE, 0, size);
			ScoreboardHeader.write(memory, version);
			Scoreboard scoreboard = new Scoreboard(rows, memory, file, Handle.from(lent.getFD()));
			try {
				scoreboard.extend(reserved);
				return scoreboard;
			}
			catch (IOException | RuntimeException ex) {
				scoreboard.descriptor.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	/**
	 * Return what a worker needs to open its row, to be passed with
	 * {@link Stdio#handle(Handle)}.
	 * @return the descriptor, which stays this scoreboard's
	 */
	public Handle descriptor() {
		return this.descriptor;
	}

	/**
	 * Return the environment variables that describe the scoreboard to a worker.
	 * @param descriptor the number of the descriptor in the worker
	 * @param row the number of its row
	 * @return the environment variables
	 */
	public static Map<String, String> variables(int descriptor, int row) {
		return variables(Integer.toString(descriptor), row);
	}

	/**
	 * Return the environment variables that describe the scoreboard to a worker which
	 * receives the descriptor through its channel, ahead of all messages.
	 * @param row the number of its row
	 * @return the environment variables
	 */
	public static Map<String, String> variables(int row) {
		return variables(InheritedChannel.AHEAD_OF_MESSAGES, row);
	}

	private static Map<String, String> variables(String descriptor, int row) {
		return Map.of(InheritedChannel.SCOREBOARD_FD, descriptor, InheritedChannel.SCOREBOARD_ROW,
				Integer.toString(row), LAYOUT.variable(), LAYOUT.value());
	}

	/**
	 * Reserve space, so that {@link #allocate()} cannot fail for lack of it while no more
	 * workers than this have a row.
	 * @param workers for how many workers
	 * @throws IllegalStateException if there are not so many rows
	 * @throws UncheckedIOException if no space is left; what was reserved before stays
	 */
	public synchronized void reserve(int workers) {
		if (workers > this.rows) {
			throw new IllegalStateException("Scoreboard rows: %d (expected: at most %d)".formatted(workers, this.rows));
		}
		try {
			extend(workers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No shared memory is left for %d rows of the scoreboard".formatted(workers),
					ex);
		}
	}

	private void extend(int workers) throws IOException {
		int needed = FIRST_WORKER_ROW + workers;
		if (needed > this.reserved) {
			clear(this.file, this.reserved, needed - this.reserved);
			this.reserved = needed;
		}
	}

	/**
	 * Take a free row for a worker, and set it to zero.
	 * @return its number
	 * @throws IllegalStateException if all rows are taken
	 * @throws UncheckedIOException if no space was reserved for it, and none is left
	 */
	public synchronized int allocate() {
		int index = this.taken.nextClearBit(0);
		if (index >= FIRST_WORKER_ROW + this.rows) {
			throw new IllegalStateException("All %d rows of the scoreboard are taken".formatted(this.rows));
		}
		try {
			clear(this.file, index, 1);
			this.reserved = Math.max(this.reserved, index + 1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not clear row %d of the scoreboard".formatted(index), ex);
		}
		this.taken.set(index);
		masterRow().lastRow(this.taken.length() - 1);
		return index;
	}

	/**
	 * Write the zeros through the file: if the file system is full, that throws an
	 * exception, while a write to a mapped page would raise a signal.
	 */
	private static void clear(RandomAccessFile file, int index, int rows) throws IOException {
		file.seek((long) index * ScoreboardRow.BYTES);
		file.write(new byte[rows * ScoreboardRow.BYTES]);
	}

	/**
	 * Give a row back, after its worker ended and the row was read for the last time. The
	 * others no longer count what it held. A row that is not taken stays as it is.
	 * @param index the number of the row
	 */
	public synchronized void free(int index) {
		if (this.taken.get(index)) {
			row(index).vacate();
		}
		this.taken.clear(index);
	}

	/**
	 * Return the row of the master itself. It beats only while the master hands
	 * connections over.
	 * @return the row
	 */
	public ScoreboardRow masterRow() {
		return row(MASTER_ROW);
	}

	/**
	 * Return a row. It stays readable after the worker's death, until it is given to
	 * another.
	 * @param index the number of the row
	 * @return the row
	 */
	public ScoreboardRow row(int index) {
		return new ScoreboardRow(this.memory.slice(index * ScoreboardRow.BYTES, ScoreboardRow.BYTES));
	}

	@Override
	public void close() {
		this.descriptor.close();
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not close the scoreboard", ex);
		}
	}

}
