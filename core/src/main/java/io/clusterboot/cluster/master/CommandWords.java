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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.command.ArgumentFile;
import io.clusterboot.process.command.OsString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words that a worker is started with. Those of a JVM go into an {@code @argfile} if
 * they are long, since the kernel bounds a word to 128 KiB, and all of them together with
 * the environment, or if the locale cannot express them, which would need a shell.
 *
 * @param words the words
 * @param file the file, {@code null} if there is none; removed when the worker has ended,
 * since the worker may read it to know its own command line
 */
record CommandWords(List<String> words, @Nullable Path file) implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(CommandWords.class);

	/**
	 * Half of what the kernel allows for one word.
	 */
	private static final int MAX_BYTES = 64 * 1024;

	/**
	 * Return the words of a program.
	 * @param program the program
	 * @param numbers the numbers of the worker
	 * @param folder where a file is created
	 * @throws IOException if a file cannot be written
	 */
	static CommandWords of(WorkerProgram program, WorkerNumbers numbers, Path folder) throws IOException {
		List<String> words = program.toCommandLine(numbers);
		boolean fit = length(words) <= MAX_BYTES && words.stream().map(OsString::of).allMatch(OsString::isPlain);
		if (!(program instanceof WorkerProgram.Jvm) || !isLauncher(words.get(0)) || fit) {
			return new CommandWords(words, null);
		}
		Path file = Files.createTempFile(folder, "clusterboot-", ".args",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		CommandWords inFile = new CommandWords(List.of(words.get(0), "@" + file), file);
		try {
			Files.write(file, ArgumentFile.render(words.subList(1, words.size())));
			return inFile;
		}
		catch (IOException ex) {
			inFile.close();
			throw new IOException("Could not write the command line of a worker to " + file, ex);
		}
	}

	private static boolean isLauncher(String executable) {
		return executable.equals("java") || executable.endsWith("/java");
	}

	private static long length(List<String> words) {
		return words.stream().mapToLong((word) -> OsString.of(word).bytes().length + 1L).sum();
	}

	@Override
	public void close() {
		if (this.file == null) {
			return;
		}
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("{} could not be removed", this.file, ex);
		}
	}

}
