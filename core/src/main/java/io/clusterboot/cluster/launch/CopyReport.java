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
package io.clusterboot.cluster.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log that a copy of an application takes long, and what it leaves out.
 * Confined to the thread that copies.
 */
final class CopyReport {

	/**
	 * How long a copy is silent.
	 */
	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final long MEBI = 1024 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(CopyReport.class);

	private final LongSupplier clock;

	private long toldNanos;

	private long files;

	private long bytes;

	private int unreadable;

	private @Nullable Path firstUnreadable;

	/**
	 * Create a report.
	 * @param clock tells the time in nanoseconds
	 */
	CopyReport(LongSupplier clock) {
		this.clock = clock;
		this.toldNanos = clock.getAsLong();
	}

	/**
	 * A file was copied.
	 */
	void copied(Path file, long size) {
		this.files++;
		this.bytes += size;
		long now = this.clock.getAsLong();
		if (now - this.toldNanos >= INTERVAL.toNanos()) {
			this.toldNanos = now;
			logger.info("Still copying what workers run from: {} files with {} MB so far, now {}", this.files,
					this.bytes / MEBI, file);
		}
	}

	/**
	 * A file or a directory cannot be read, and is left out.
	 */
	void unreadable(Path file) {
		this.unreadable++;
		if (this.firstUnreadable == null) {
			this.firstUnreadable = file;
		}
	}

	/**
	 * The copy is complete.
	 */
	void complete() {
		if (this.unreadable > 0) {
			logger.warn("Workers run without {} on the class path, which cannot be read ({} such files or directories)",
					this.firstUnreadable, this.unreadable);
		}
	}

}
