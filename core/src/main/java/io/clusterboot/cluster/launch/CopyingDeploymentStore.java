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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.loop.SerialThread;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps deployments as copies in the temporary folder, and copies on a thread of its own,
 * since copying blocks. The folder is created by the first deployment.
 */
public final class CopyingDeploymentStore implements DeploymentStore {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(CopyingDeploymentStore.class);

	private final ExecutorService thread;

	private final Path base;

	private final List<Path> configuration;

	private final LaunchDirectory directory;

	private final WorkerImages images;

	private volatile @Nullable DeploymentSnapshots snapshots;

	private CopyingDeploymentStore(Path base, List<Path> configuration, LaunchDirectory directory, WorkerImages images,
			ExecutorService thread) {
		this.base = base;
		this.configuration = List.copyOf(configuration);
		this.directory = directory;
		this.images = images;
		this.thread = thread;
	}

	/**
	 * Create a store. Its thread starts with the first deployment and ends when idle.
	 * @param base the folder that the copies are made in
	 * @param configuration the configuration files, of which it keeps the versions only
	 * @param images what workers run from if it has an image of their files, owned by the
	 * store
	 * @return the store, to be closed by the caller
	 */
	public static CopyingDeploymentStore in(Path base, List<Path> configuration, WorkerImages images) {
		LaunchDirectory directory = LaunchDirectory.ofThisProcess(CurrentProcess.get().environment().get("PWD"));
		return new CopyingDeploymentStore(base, configuration, directory, images,
				SerialThread.named("cluster-deployments"));
	}

	@Override
	public CompletableFuture<Deployment> deploy(WorkerLaunch launch, int generation) {
		CompletableFuture<Deployment> deployed = new CompletableFuture<>();
		this.thread.execute(() -> {
			// First: a file that changes from now on counts as changed later
			ConfigurationVersions versions = ConfigurationVersions.of(this.configuration);
			try {
				deployed.complete(new Deployment(generation, take(this.directory.applyTo(launch), generation), versions,
						this.images.isArchived(generation)));
			}
			catch (IOException | RuntimeException ex) {
				if (generation > 0) {
					deployed.completeExceptionally(ex);
				}
				else {
					logger.warn("Could not copy the application; workers run from the original files, which must not "
							+ "change while they run", ex);
					deployed.complete(new Deployment(generation, launch, versions, false));
				}
			}
		});
		return deployed;
	}

	private WorkerLaunch take(WorkerLaunch launch, int generation) throws IOException {
		Optional<WorkerLaunch> imaged = this.images.take(launch, generation);
		return imaged.isPresent() ? imaged.get() : snapshots().take(launch, generation);
	}

	private DeploymentSnapshots snapshots() throws IOException {
		DeploymentSnapshots open = this.snapshots;
		if (open == null) {
			open = DeploymentSnapshots.open(this.base);
			this.snapshots = open;
		}
		return open;
	}

	@Override
	public Path restore(int generation) throws IOException {
		this.images.restore(generation);
		DeploymentSnapshots open = this.snapshots;
		return (open != null) ? open.restore(generation) : this.base;
	}

	@Override
	public WorkerProgram prepare(WorkerProgram program, WorkerNumbers numbers, Map<String, String> environment) {
		return this.images.prepare(program, numbers, environment);
	}

	@Override
	public void release(int generation) {
		this.thread.execute(() -> {
			this.images.release(generation);
			DeploymentSnapshots open = this.snapshots;
			if (open != null) {
				open.release(generation);
			}
		});
	}

	@Override
	public void keep() {
		this.thread.execute(() -> {
			this.images.keep();
			DeploymentSnapshots open = this.snapshots;
			if (open != null) {
				open.touch();
			}
		});
	}

	@Override
	public void close() {
		this.thread.execute(() -> {
			DeploymentSnapshots open = this.snapshots;
			if (open != null) {
				open.close();
			}
			this.images.close();
		});
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("The copies that workers ran from could not be removed within {}", CLOSE_TIMEOUT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
