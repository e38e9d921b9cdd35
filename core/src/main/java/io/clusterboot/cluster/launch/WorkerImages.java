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
import java.util.Map;
import java.util.Optional;

/**
 * Images of applications: files that are shared by all clusters of a user and stay after
 * their end, from which workers start faster than from a private copy. Nothing here fails
 * a start: a launch that has no image runs from a copy.
 * <p>
 * All methods may block on the file system, and may be called from any thread but the
 * control thread.
 */
public interface WorkerImages extends Closeable {

	/**
	 * No images.
	 */
	WorkerImages NONE = new WorkerImages() {

		@Override
		public Optional<WorkerLaunch> take(WorkerLaunch launch, int generation) {
			return Optional.empty();
		}

		@Override
		public boolean isArchived(int generation) {
			return false;
		}

		@Override
		public void restore(int generation) {
		}

		@Override
		public WorkerProgram prepare(WorkerProgram program, WorkerNumbers numbers, Map<String, String> environment) {
			return program;
		}

		@Override
		public void release(int generation) {
		}

		@Override
		public void keep() {
		}

		@Override
		public void close() {
		}

	};

	/**
	 * Find or make the image of the files that a launch runs, as they are on disk now.
	 * @param launch the launch from the original files
	 * @param generation the generation of workers that it is for
	 * @return the launch from the image, empty if there is none; the reason was logged
	 */
	Optional<WorkerLaunch> take(WorkerLaunch launch, int generation);

	/**
	 * Return whether a generation had an archive of its classes when it was taken.
	 * @param generation the generation; one without an image has none
	 * @return whether all its workers have one
	 */
	boolean isArchived(int generation);

	/**
	 * Make sure that the files of the image of a generation are there.
	 * @param generation the generation; one without an image is ignored
	 * @throws IOException if files are gone, and what they were made from has changed
	 */
	void restore(int generation) throws IOException;

	/**
	 * Return a program as a worker starts it now: with what has become ready for its
	 * image by now.
	 * @param program the program
	 * @param numbers the numbers of the worker
	 * @param environment the environment of workers, which may hold JVM options
	 * @return the program, changed or not
	 */
	WorkerProgram prepare(WorkerProgram program, WorkerNumbers numbers, Map<String, String> environment);

	/**
	 * No worker runs from the image of a generation any more.
	 * @param generation the generation; one without an image is ignored
	 */
	void release(int generation);

	/**
	 * Record that the images are in use. To be called once a day.
	 */
	void keep();

	/**
	 * Release all images, when no worker is left. They stay on disk.
	 */
	@Override
	void close();

}
