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
package io.clusterboot.cluster.image;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an archive of the classes that a worker recorded. A JVM of its own does it, which
 * loads the classes and runs none of them, at a low priority.
 */
final class ArchiveBuild implements Closeable {

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final Logger logger = LoggerFactory.getLogger(ArchiveBuild.class);

	private static final String NICE = "nice";

	/**
	 * A tenth of the weight of other processes; at 19 it would be a seventieth, which is
	 * little on a machine that stays busy.
	 */
	private static final String NICENESS = "10";

	/**
	 * Exit codes after SIGHUP, SIGINT, SIGKILL and SIGTERM: those of a terminal go to the
	 * build, too.
	 */
	private static final List<Integer> INTERRUPTED = List.of(129, 130, 137, 143);

	private static final int LAST_LINES = 3;

	private final Recording recording;

	private final String searchPath;

	private volatile @Nullable Process process;

	private volatile boolean closed;

	/**
	 * Create a build that has not started.
	 * @param searchPath the folders of programs, as in {@code PATH}; empty to build at
	 * the priority of this process
	 */
	ArchiveBuild(Recording recording, String searchPath) {
		this.recording = recording;
		this.searchPath = searchPath;
	}

	/**
	 * Make the archive. Blocks for some seconds.
	 * @return its file, empty if a signal ended the build
	 * @throws IOException if it cannot be made
	 * @throws InterruptedException if the thread is interrupted
	 */
	Optional<Path> run() throws IOException, InterruptedException {
		ClassArchive archive = this.recording.archive();
		Path classes = archive.temporaryFile("classes");
		Path output = archive.temporaryFile("log");
		Path target = archive.temporaryFile("new");
		try {
			this.recording.copyTo(classes);
			return dump(classes, target, output) ? Optional.of(archive.publish(target)) : Optional.empty();
		}
		finally {
			for (Path file : List.of(classes, output, target)) {
				Files.deleteIfExists(file);
			}
		}
	}

	private boolean dump(Path classes, Path target, Path output) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command(classes, target)).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		Map<String, String> environment = builder.environment();
		environment.keySet()
			.removeIf((name) -> name.endsWith("_JAVA_OPTIONS") || name.equals("JAVA_TOOL_OPTIONS")
					|| name.equals("CLASSPATH"));
		Process started = builder.start();
		this.process = started;
		try {
			started.getOutputStream().close();
			preferForOutOfMemory(started.pid());
			if (this.closed) {
				started.destroyForcibly();
			}
			if (!started.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IOException("the JVM that makes it did not end within %d s".formatted(TIMEOUT.toSeconds()));
			}
			if (INTERRUPTED.contains(started.exitValue())) {
				logger.debug("A signal ended the JVM that makes {}", target);
				return false;
			}
			if (started.exitValue() != 0 || !Files.isRegularFile(target)) {
				throw new IOException(
						"the JVM that makes it ended with %d (%s)".formatted(started.exitValue(), lastLines(output)));
			}
			return true;
		}
		finally {
			started.destroyForcibly();
		}
	}

	/**
	 * If memory runs out, this process is the one to end.
	 */
	private static void preferForOutOfMemory(long pid) {
		Path score = Path.of("/proc", Long.toString(pid), "oom_score_adj");
		try {
			Files.writeString(score, "1000");
		}
		catch (IOException ex) {
			logger.debug("{} cannot be written", score, ex);
		}
	}

	private static String lastLines(Path output) throws IOException {
		List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
		String last = String.join("; ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
		return last.isEmpty() ? "no output" : last;
	}

	private List<String> command(Path classes, Path target) {
		JavaCommand command = this.recording.command();
		List<String> words = new ArrayList<>();
		if (Stream.of(this.searchPath.split(File.pathSeparator)).anyMatch(ArchiveBuild::hasNice)) {
			words.addAll(List.of(NICE, "-n", NICENESS));
		}
		words.add(command.java().toString());
		words.addAll(this.recording.options().values());
		if (this.recording.linked()) {
			words.add("-XX:+AOTClassLinking");
		}
		// The optimising compiler would cost more than it saves
		words.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xshare:dump",
				"-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + target, "-Xlog:disable",
				"-Xlog:all=error:stdout", "-cp", (command.target() instanceof LaunchTarget.Jar jar) ? jar.path()
						: String.join(File.pathSeparator, command.paths())));
		return words;
	}

	private static boolean hasNice(String folder) {
		// Not a Path, which this locale may not be able to express
		return !folder.isEmpty() && new File(folder, NICE).canExecute();
	}

	/**
	 * End the build if it runs. May be called from any thread.
	 */
	@Override
	public void close() {
		this.closed = true;
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
		}
	}

}
