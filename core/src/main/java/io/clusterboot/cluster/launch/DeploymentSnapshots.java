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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that workers run from: copies of the jars and directories on their class
 * path, one set for each generation, so that a deployment can be replaced while the
 * cluster runs. The originals are copied and not linked, since {@code cp new.jar app.jar}
 * writes into the existing file; generations share the copy of a file that did not
 * change.
 * <p>
 * Agents, native libraries and files that the application opens itself are not copied.
 * All methods block on the file system, so they may be called from any thread but the
 * control thread.
 */
final class DeploymentSnapshots implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(DeploymentSnapshots.class);

	private final SnapshotFolder folder;

	private final Map<Integer, Snapshot> generations = new ConcurrentHashMap<>();

	private boolean closed;

	private DeploymentSnapshots(SnapshotFolder folder) {
		this.folder = folder;
	}

	/**
	 * Create the private folder for the copies, and remove the folders of clusters that
	 * are gone.
	 * @param base the directory it is created in
	 * @return the snapshots, which own the folder
	 * @throws IOException if it can't be created
	 */
	static DeploymentSnapshots open(Path base) throws IOException {
		return new DeploymentSnapshots(SnapshotFolder.create(base.toAbsolutePath()));
	}

	/**
	 * Copy the files of a launch as they are on disk now.
	 * @param launch the launch from the original files
	 * @param generation the generation of workers that it is for
	 * @return the launch from the copies
	 * @throws IOException if a file cannot be copied, or was written meanwhile; the
	 * copies are removed then, and the generation may be taken again
	 * @throws IllegalStateException if the generation was taken already, or this is
	 * closed
	 */
	synchronized WorkerLaunch take(WorkerLaunch launch, int generation) throws IOException {
		if (this.closed || this.generations.containsKey(generation)) {
			throw new IllegalStateException(
					"generation: %d (expected: one without a snapshot, of a running cluster)".formatted(generation));
		}
		this.folder.ensurePresent();
		Map<FileVersion, Path> earlier = new HashMap<>();
		this.generations.values().forEach((snapshot) -> earlier.putAll(snapshot.copies()));
		earlier.values().removeIf(Files::notExists);
		Path target = Files.createDirectory(directory(generation));
		WorkerLaunch named = launch.withJavaCommands((command) -> command.withClassPathOption(launch.environment()));
		DeploymentCopy copy = new DeploymentCopy(workingDirectory(named), target, this.folder.path(), earlier);
		boolean complete = false;
		try {
			Map<String, String> copies = copyAll(named, copy);
			copy.complete();
			WorkerLaunch copied = named.withJavaCommands((command) -> command.withPaths(copies::get));
			this.generations.put(generation, new Snapshot(named, copy.copies(), copy.files()));
			complete = true;
			return copied;
		}
		finally {
			if (!complete) {
				delete(target);
			}
		}
	}

	private static Path workingDirectory(WorkerLaunch launch) {
		Path directory = launch.workingDirectory();
		return ((directory != null) ? directory : Path.of("")).toAbsolutePath();
	}

	private static Map<String, String> copyAll(WorkerLaunch launch, DeploymentCopy copy) throws IOException {
		Map<String, String> copies = new HashMap<>();
		for (JavaCommand command : launch.javaCommands()) {
			if (command.target() instanceof LaunchTarget.Jar jar
					&& !Files.exists(workingDirectory(launch).resolve(jar.path()))) {
				throw new NoSuchFileException(jar.path(), null, "expected: the jar that workers run");
			}
			for (String path : command.paths()) {
				copies.put(path, copy.copy(path));
			}
		}
		return copies;
	}

	/**
	 * Copy again what was removed from the copy of a generation.
	 * @param generation the generation; one that was not taken is ignored
	 * @return the folder that all copies are in
	 * @throws IOException if something was removed and its original has changed since it
	 * was copied, or cannot be copied
	 */
	Path restore(int generation) throws IOException {
		Snapshot snapshot = this.generations.get(generation);
		Path missing = (snapshot != null) ? snapshot.firstMissing() : null;
		if (snapshot != null && missing != null) {
			restore(generation, snapshot, missing);
		}
		else if (!this.folder.isPresent()) {
			createFolderAgain();
		}
		return this.folder.path();
	}

	private synchronized void createFolderAgain() throws IOException {
		if (!this.closed) {
			this.folder.ensurePresent();
		}
	}

	private synchronized void restore(int generation, Snapshot snapshot, Path missing) throws IOException {
		if (this.closed) {
			return;
		}
		this.folder.ensurePresent();
		Path again = Files.createTempDirectory(this.folder.path(), "again-");
		try {
			DeploymentCopy copy = new DeploymentCopy(workingDirectory(snapshot.launch()), again, this.folder.path(),
					Map.of());
			copyAll(snapshot.launch(), copy);
			if (!copy.copies().keySet().equals(snapshot.copies().keySet())) {
				throw new IOException("its original has changed since");
			}
			new DirectoryTree(again).moveMissingTo(directory(generation));
			logger.warn("{} was removed (by a cleaner of temporary folders?); copied it again from the original, "
					+ "which is unchanged", missing);
		}
		catch (IOException ex) {
			throw new IOException(
					"%s was removed (by a cleaner of temporary folders?) and cannot be copied again: %s (expected: the unchanged original; a rolling restart deploys what is there now)"
						.formatted(missing, ex.getMessage()),
					ex);
		}
		finally {
			delete(again);
		}
	}

	/**
	 * Remove the copy of a generation of which no worker is alive or will be started.
	 * @param generation the generation; one that was not taken is ignored
	 */
	synchronized void release(int generation) {
		if (this.generations.remove(generation) != null) {
			delete(directory(generation));
		}
	}

	/**
	 * Protect the copies from programs that remove unused files from temporary folders
	 * after some days. To be called about once a day.
	 */
	synchronized void touch() {
		if (!this.closed) {
			try {
				new DirectoryTree(this.folder.path()).touch(FileTime.from(Instant.now()));
			}
			catch (IOException ex) {
				logger.warn("{} may be removed by a cleaner of temporary folders, though workers run from it",
						this.folder.path(), ex);
			}
		}
	}

	private Path directory(int generation) {
		return this.folder.path().resolve("generation-" + generation);
	}

	private static void delete(Path directory) {
		try {
			new DirectoryTree(directory).delete();
		}
		catch (NoSuchFileException ex) {
			logger.debug("{} was removed already", directory, ex);
		}
		catch (IOException ex) {
			logger.warn("{} could not be removed", directory, ex);
		}
	}

	/**
	 * Remove the folder, when no worker is alive.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			try {
				this.folder.close();
			}
			catch (IOException ex) {
				logger.warn("{} could not be removed", this.folder.path(), ex);
			}
		}
	}

	/**
	 * The copy of one generation.
	 *
	 * @param launch how a worker would be started from the originals
	 * @param copies the copies of code, by their originals
	 * @param files every file of the copy
	 */
	private record Snapshot(WorkerLaunch launch, Map<FileVersion, Path> copies, Set<Path> files) {

		@Nullable Path firstMissing() {
			return this.files.stream().filter(Files::notExists).sorted().findFirst().orElse(null);
		}

	}

}
