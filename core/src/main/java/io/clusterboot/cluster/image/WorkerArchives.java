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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.command.JavaCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers with the archive for their JVM options, or lets one record its classes
 * if there is none. Thread-safe.
 */
final class WorkerArchives {

	private static final Logger logger = LoggerFactory.getLogger(WorkerArchives.class);

	private final ArchiveTrainer trainer;

	private final Set<Path> intact = ConcurrentHashMap.newKeySet();

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	private volatile String state = "none";

	WorkerArchives(ArchiveTrainer trainer) {
		this.trainer = trainer;
	}

	/**
	 * Return what the worker that was started last starts from, for the log.
	 */
	String state() {
		return this.state;
	}

	void setState(String state) {
		this.state = state;
	}

	/**
	 * Return the files that were found to be intact.
	 */
	Set<Path> intact() {
		return this.intact;
	}

	/**
	 * Return whether there is an archive for a command.
	 * @param folder the image that the command runs from
	 */
	boolean has(ImageFolder folder, JavaCommand command, Map<String, String> environment) {
		try {
			return usable(Need.of(folder, command, environment, this.trainer).archive()).isPresent();
		}
		catch (NoImageException | IOException ex) {
			logger.debug("{} has no archive", command, ex);
			return false;
		}
	}

	/**
	 * Return a program with what the worker starts with.
	 * @param jvm the program, which runs from the image
	 * @param folder the image
	 */
	WorkerProgram prepare(WorkerProgram.Jvm jvm, ImageFolder folder, int workerId, Map<String, String> environment) {
		try {
			Need need = Need.of(folder, jvm.command(), environment, this.trainer);
			Optional<Path> usable = usable(need.archive());
			if (usable.isEmpty()) {
				return record(jvm, folder, new Recording(workerId, need.archive(), jvm.command(), need.options(),
						need.options().areLinked(need.java())));
			}
			this.trainer.uses(workerId, need.archive());
			this.state = "class-data archive (hit)";
			logOnce("Workers start with the class-data archive " + usable.get());
			return jvm
				.with((command) -> command.prependVmOptions(ClassArchive.options(usable.get(), need.java().feature())));
		}
		catch (NoImageException | IOException | RuntimeException ex) {
			String reason = Reason.of(ex);
			logOnce("Workers start without a class-data archive: " + reason);
			this.state = "jars, no class-data archive (%s)".formatted(reason);
			this.trainer.recordReason(reason);
			return jvm;
		}
	}

	private WorkerProgram record(WorkerProgram.Jvm jvm, ImageFolder folder, Recording recording)
			throws NoImageException {
		if (this.trainer.hasFailed(recording.archive())) {
			this.state = "jars, no class-data archive (%s)".formatted(this.trainer.missingReason());
			return jvm;
		}
		if (!folder.isWritable()) {
			throw new NoImageException("%s has none for these JVM options, and is read-only".formatted(folder.path()));
		}
		this.state = "jars, no class-data archive yet";
		if (this.trainer.begin(recording)) {
			logOnce("Workers start without a class-data archive: there is none yet; the first worker records its "
					+ "classes for one");
			return jvm.with((command) -> command.prependVmOptions(List.of(recording.option())));
		}
		return jvm;
	}

	private Optional<Path> usable(ClassArchive archive) {
		Optional<Path> file = archive.find();
		if (file.isEmpty() || this.trainer.hasFailed(archive)) {
			return Optional.empty();
		}
		if (!this.intact.contains(file.get())) {
			if (!ClassArchive.isIntact(file.get())) {
				logger.warn("The class-data archive {} is damaged and made again", file.get());
				ClassArchive.delete(file.get());
				return Optional.empty();
			}
			this.intact.add(file.get());
		}
		return file;
	}

	private void logOnce(String line) {
		if (this.logged.add(line)) {
			logger.info(line);
		}
	}

	/**
	 * The archive that a command needs.
	 *
	 * @param options the options that it depends on
	 * @param java the JVM
	 */
	private record Need(ClassArchive archive, ArchiveOptions options, JavaHome java) {

		/**
		 * If the JVM did not use one with linked classes, one without them comes next.
		 */
		static Need of(ImageFolder folder, JavaCommand command, Map<String, String> environment, ArchiveTrainer trainer)
				throws NoImageException, IOException {
			JavaHome java = JavaHome.of(command.java());
			ArchiveOptions options = ArchiveOptions.of(command, environment);
			ClassArchive archive = folder.archive(options.key(java));
			if (!options.areLinked(java) || trainer.isUsed(archive)) {
				return new Need(archive, options, java);
			}
			return new Need(folder.archive(options.unlinked().key(java)), options.unlinked(), java);
		}

	}

}
