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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first bytes of the scoreboard's memory, which say which layout the rows after them
 * have. Its place and form are the same in every layout.
 */
final class ScoreboardHeader {

	/**
	 * Marks memory that has a header: "ClusBt", and two bytes for the version.
	 */
	private static final long MAGIC = 0x436C75734274_0000L;

	private static final long VERSION_MASK = 0xFFFF;

	private ScoreboardHeader() {
	}

	static void write(ByteBuffer memory, int version) {
		memory.duplicate().order(ByteOrder.nativeOrder()).putLong(0, MAGIC | version);
	}

	/**
	 * Return the version of the layout.
	 * @return the version, 0 if the memory has no header
	 */
	static int version(ByteBuffer memory) {
		long word = memory.duplicate().order(ByteOrder.nativeOrder()).getLong(0);
		return ((word & ~VERSION_MASK) == MAGIC) ? (int) (word & VERSION_MASK) : 0;
	}

}
