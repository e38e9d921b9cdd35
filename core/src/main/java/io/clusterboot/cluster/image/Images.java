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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.launch.WorkerImages;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of one master: those of each generation, one for each command, with the
 * archives that are ready, or the recordings for them. Thread-safe; no lock is held while
 * files are read or written. Listens to the events of the cluster, to know when the
 * machine is idle.
 */
public final class Images implements WorkerImages, ClusterListener {

	private static final Logger logger = LoggerFactory.getLogger(Images.class);

	private final ImageStore store;

	private final ArchiveTrainer trainer;

	private final WorkerArchives archives;

	/**
	 * The images in use, and those of each generation.
	 */
	private final Map<Path, ImageFolder> open = new HashMap<>();

	private final Map<Integer, List<Layout>> generations = new HashMap<>();

	private final Set<Integer> archived = ConcurrentHashMap.newKeySet();

	private Images(ImageStore store, ArchiveTrainer trainer) {
		this.store = store;
		this.trainer = trainer;
		this.archives = new WorkerArchives(trainer);
	}

	/**
	 * Create the images of a master. Nothing is read or written yet.
	 * @param settings where they are
	 * @param loop has the clock
	 * @return the images, to be closed by the caller
	 */
	public static Images of(ImageSettings settings, ControlLoop loop) {
		// A preparation has nothing else to do than to wait for the archive
		String searchPath = settings.preparation() ? "" : CurrentProcess.get().environment().getOrDefault("PATH", "");
		return new Images(new ImageStore(settings.directory().toAbsolutePath(), settings.maxSize()),
				new ArchiveTrainer(loop, settings, searchPath));
	}

	/**
	 * Return what workers start from, for the log, such as "class-data archive (hit)".
	 * @return what the worker that was started last starts from
	 */
	public String state() {
		return this.archives.state();
	}

	@Override
	public void onEvent(ClusterEvent event) {
		this.trainer.onEvent(event);
	}

	/**
	 * Make the archives for which classes were recorded, without waiting until the
	 * machine is idle.
	 * @return completes with what workers have now
	 */
	public CompletableFuture<ImageReport> makeNow() {
		return this.trainer.makeNow().thenApply(this::report);
	}

	private ImageReport report(List<ImageReport.Archive> made) {
		List<ImageReport.Archive> archives = new ArrayList<>(made);
		this.archives.intact()
			.stream()
			.filter(Files::exists)
			.map((file) -> new ImageReport.Archive(file, file.toFile().length(), Duration.ZERO))
			.forEach(archives::add);
		return new ImageReport(archives, this.trainer.missingReason());
	}

	private synchronized Map<Path, ImageFolder> folders() {
		return Map.copyOf(this.open);
	}

	@Override
	public Optional<WorkerLaunch> take(WorkerLaunch launch, int generation) {
		this.trainer.forgive();
		WorkerLaunch named = launch.withJavaCommands((command) -> command.withClassPathOption(launch.environment()));
		if (named.javaCommands().isEmpty()) {
			return Optional.empty();
		}
		try {
			List<Layout> layouts = new ArrayList<>();
			Map<JavaCommand, JavaCommand> imaged = new HashMap<>();
			for (JavaCommand command : named.javaCommands()) {
				Layout layout = Layout.of(command, directory(launch));
				layouts.add(layout);
				imaged.put(command, layout.launch(command, open(layout).path()));
			}
			use(generation, layouts);
			WorkerLaunch taken = named.withJavaCommands((command) -> Objects.requireNonNull(imaged.get(command)));
			if (taken.javaCommands().stream().allMatch((command) -> hasArchive(command, launch.environment()))) {
				this.archived.add(generation);
			}
			this.trainer.later(this::clean);
			return Optional.of(taken);
		}
		catch (NoImageException | IOException | RuntimeException ex) {
			String reason = Reason.of(ex);
			logger.info("Workers run from a private copy of the application, not from an image: {}", reason);
			logger.debug("There is no image", ex);
			this.trainer.recordReason(reason);
			this.archives.setState("none (%s)".formatted(reason));
			release(generation);
			return Optional.empty();
		}
	}

	private static Path directory(WorkerLaunch launch) {
		Path directory = launch.workingDirectory();
		return ((directory != null) ? directory : Path.of("")).toAbsolutePath();
	}

	private void clean() {
		if (!this.trainer.isClosed()) {
			this.store.clean();
		}
	}

	private synchronized void use(int generation, List<Layout> layouts) {
		this.generations.put(generation, layouts);
	}

	/**
	 * Open the image of a layout, unless it is open and has all its files.
	 */
	private ImageFolder open(Layout layout) throws IOException, NoImageException {
		Path path = this.store.path(layout);
		ImageFolder present = folders().get(path);
		if (present != null && present.isPresent()) {
			return present;
		}
		ImageFolder opened = this.store.open(layout);
		ImageFolder former = replace(path, opened);
		if (former != null) {
			former.close();
		}
		return opened;
	}

	private synchronized @Nullable ImageFolder replace(Path path, ImageFolder opened) {
		return this.open.put(path, opened);
	}

	private boolean hasArchive(JavaCommand command, Map<String, String> environment) {
		ImageFolder folder = folderOf(command);
		return folder != null && this.archives.has(folder, command, environment);
	}

	@Override
	public boolean isArchived(int generation) {
		return this.archived.contains(generation);
	}

	@Override
	public void restore(int generation) throws IOException {
		for (Layout layout : layouts(generation)) {
			Path path = this.store.path(layout);
			ImageFolder folder = folders().get(path);
			if (folder != null && !folder.isPresent()) {
				restore(layout, path);
			}
		}
	}

	private synchronized List<Layout> layouts(int generation) {
		return this.generations.getOrDefault(generation, List.of());
	}

	private void restore(Layout layout, Path path) throws IOException {
		try {
			open(layout);
		}
		catch (IOException | NoImageException ex) {
			throw new IOException(
					"Files of the image %s were removed, and it cannot be made again: %s (expected: the unchanged original; a rolling restart deploys what is there now)"
						.formatted(path, Reason.of(ex)),
					ex);
		}
	}

	@Override
	public WorkerProgram prepare(WorkerProgram program, WorkerNumbers numbers, Map<String, String> environment) {
		if (!(program instanceof WorkerProgram.Jvm jvm)) {
			return program;
		}
		ImageFolder folder = folderOf(jvm.command());
		return (folder != null) ? this.archives.prepare(jvm, folder, numbers.workerId(), environment) : program;
	}

	private @Nullable ImageFolder folderOf(JavaCommand command) {
		List<String> paths = (command.target() instanceof LaunchTarget.Jar jar) ? List.of(jar.path()) : command.paths();
		return folders().values()
			.stream()
			.filter((folder) -> !paths.isEmpty()
					&& paths.stream().allMatch((path) -> path.startsWith(folder.path().toString())))
			.findFirst()
			.orElse(null);
	}

	@Override
	public synchronized void release(int generation) {
		this.generations.remove(generation);
		this.archived.remove(generation);
		Set<Path> unused = new HashSet<>(this.open.keySet());
		this.generations.values().stream().flatMap(List::stream).map(this.store::path).forEach(unused::remove);
		unused.forEach((path) -> Objects.requireNonNull(this.open.remove(path)).close());
	}

	@Override
	public void keep() {
		folders().values().forEach(ImageFolder::markUsed);
	}

	@Override
	public void close() {
		this.trainer.close();
		synchronized (this) {
			this.open.values().forEach(ImageFolder::close);
			this.open.clear();
		}
	}

}
