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

package io.clusterboot.cluster.master;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The heap dump that a JVM is writing, during which its threads stand still.
 *
 * @param file the file, absolute
 */
record HeapDump(File file) {

	private static final String BEGIN = "Dumping heap to ";

	private static final String BEGIN_SUFFIX = " ...";

	private static final List<String> ENDS = List.of("Heap dump file created", "Unable to create ",
			"Dump file is incomplete", "Heap dump error");

	private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

	/**
	 * Largest number of threads of the JVM that write a part of the dump each, as JDK 21
	 * and later do.
	 */
	private static final int PARTS = 64;

	/**
	 * Find the dump that is being written.
	 * @param output the last lines that the JVM wrote
	 * @param directory its working directory
	 */
	static Optional<HeapDump> underWay(List<String> output, Path directory) {
		int begin = begin(output);
		return (begin < 0) ? Optional.empty()
				: Optional.of(new HeapDump(directory.resolve(name(output.get(begin))).toFile()));
	}

	/**
	 * Return whether a dump is being written because memory ran out.
	 * @param output the last lines that the JVM wrote
	 */
	static boolean isForOutOfMemory(List<String> output) {
		int begin = begin(output);
		return begin > 0 && output.get(begin - 1).startsWith(OUT_OF_MEMORY);
	}

	private static int begin(List<String> output) {
		for (int i = output.size() - 1; i >= 0; i--) {
			String line = output.get(i);
			if (line.startsWith(BEGIN)) {
				return i;
			}
			if (ENDS.stream().anyMatch(line::startsWith)) {
				return -1;
			}
		}
		return -1;
	}

	private static String name(String line) {
		int end = line.endsWith(BEGIN_SUFFIX) ? line.length() - BEGIN_SUFFIX.length() : line.length();
		return line.substring(BEGIN.length(), end);
	}

	/**
	 * Return the number of bytes written so far, in all parts.
	 */
	long written() {
		return this.file.length() + IntStream.range(0, PARTS)
			.mapToLong((part) -> new File(this.file.getPath() + ".p" + part).length())
			.sum();
	}

}
