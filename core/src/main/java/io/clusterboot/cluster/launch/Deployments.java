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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * The deployments that workers run: the current one, the older ones that are still in
 * use, and the next one while it is made. Confined to the control loop, except
 * {@link #current()}.
 */
public final class Deployments {

	private static final Duration UPKEEP_INTERVAL = Duration.ofDays(1);

	private final ControlLoop loop;

	private final DeploymentStore store;

	private final Set<Integer> present = new HashSet<>();

	private volatile Deployment current;

	private WorkerLaunch template;

	private ControlLoop.@Nullable Timer upkeep;

	public Deployments(WorkerLaunch launch, ControlLoop loop, DeploymentStore store) {
		this.template = launch;
		this.current = new Deployment(0, launch);
		this.loop = loop;
		this.store = store;
	}

	/**
	 * Return the deployment of workers that are forked now. May be called from any
	 * thread.
	 * @return the deployment
	 */
	public Deployment current() {
		return this.current;
	}

	/**
	 * Make a deployment of the files on disk.
	 * @param generation its number
	 * @return completes on the loop
	 */
	public CompletableFuture<Deployment> make(int generation) {
		this.present.add(generation);
		CompletableFuture<Deployment> made = new CompletableFuture<>();
		deploy(generation).whenComplete((result, failure) -> this.loop.execute(() -> {
			if (failure != null) {
				made.completeExceptionally(failure);
			}
			else {
				made.complete(result);
			}
		}));
		return made;
	}

	private CompletableFuture<Deployment> deploy(int generation) {
		try {
			return this.store.deploy(this.template, generation);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Use a deployment for workers that are forked from now on.
	 * @param deployment the deployment
	 */
	public void commit(Deployment deployment) {
		this.current = deployment;
	}

	/**
	 * Change the launch of workers that are forked from now on, of this deployment and of
	 * later ones.
	 * @param change the change
	 * @return the changed launch
	 */
	public WorkerLaunch setUp(UnaryOperator<WorkerLaunch> change) {
		WorkerLaunch changed = change.apply(this.template);
		this.current = this.current.withLaunch(change.apply(this.current.launch()));
		this.template = changed;
		return changed;
	}

	/**
	 * Release the deployments that no worker runs or is about to run.
	 * @param used the generations in use beside the current one
	 */
	public void releaseAllBut(Set<Integer> used) {
		Set<Integer> unused = new HashSet<>(this.present);
		unused.removeAll(used);
		unused.remove(this.current.generation());
		unused.forEach((generation) -> Attempt.to("release the copies of generation " + generation,
				() -> this.store.release(generation)));
		this.present.removeAll(unused);
	}

	/**
	 * Touch the copies once a day, since systems clean temporary folders of old files.
	 */
	public void startUpkeep() {
		this.upkeep = this.loop.schedule(UPKEEP_INTERVAL, () -> {
			Attempt.to("keep the copies of the deployments", this.store::keep);
			startUpkeep();
		});
	}

	public void stopUpkeep() {
		if (this.upkeep != null) {
			this.upkeep.cancel();
		}
	}

}
