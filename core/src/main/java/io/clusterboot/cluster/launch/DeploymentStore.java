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
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the deployment of each generation, which later changes on disk do not affect. No
 * method but {@link #restore} and {@link #close} blocks.
 */
public interface DeploymentStore extends Closeable {

	/**
	 * Make a deployment of the files on disk, which later changes there do not affect.
	 * @param launch the launch from the files on disk
	 * @param generation the number of the deployment
	 * @return completes, on any thread, with the deployment
	 */
	CompletableFuture<Deployment> deploy(WorkerLaunch launch, int generation);

	/**
	 * Make sure that the files of a deployment are there before a worker is started from
	 * them: cleaners of temporary folders may have removed them. May block.
	 * @param generation the number of the deployment
	 * @return a folder for files that are removed with the deployments
	 * @throws IOException if files are gone, and what they were copied from has changed
	 */
	Path restore(int generation) throws IOException;

	/**
	 * Return a program of a deployment as a worker starts it now. May block.
	 * @param program the program
	 * @param numbers the numbers of the worker
	 * @param environment the environment of workers, which may hold JVM options
	 * @return the program, changed or not
	 */
	default WorkerProgram prepare(WorkerProgram program, WorkerNumbers numbers, Map<String, String> environment) {
		return program;
	}

	/**
	 * Remove a deployment that no worker runs.
	 * @param generation the number of the deployment
	 */
	void release(int generation);

	/**
	 * Protect the deployments from cleaners of temporary folders. To be called once a
	 * day.
	 */
	void keep();

	/**
	 * Remove all deployments, when no worker is left.
	 */
	@Override
	void close();

}
