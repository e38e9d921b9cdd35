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

package io.clusterboot.test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.control.ControlRequest;
import io.clusterboot.test.control.MasterLink;
import io.clusterboot.test.process.ClassPathProgram;
import io.clusterboot.test.process.Deadline;
import io.clusterboot.test.process.JarProgram;
import org.jspecify.annotations.Nullable;

/**
 * A cluster under test: a master and its workers, which are real processes.
 * {@link ClusterTest @ClusterTest} starts one for a class of tests, and ends it; the
 * caller of {@link TestClusterBuilder#start()} closes it.
 * <p>
 * Operations wait for their outcome, at most for the timeout of the cluster, and fail
 * with the last lines of output. All methods may be called from any thread.
 */
public final class TestCluster implements AutoCloseable {

	private final StartedProcesses processes;

	private final MasterProcess master;

	private final MasterLink link;

	private final ClusterEvents events;

	private final Set<WorkerProcess> blocked = ConcurrentHashMap.newKeySet();

	TestCluster(StartedProcesses processes) {
		this.processes = processes;
		this.master = new MasterProcess(processes);
		this.link = new MasterLink(processes.folder().control(), this.master.pid());
		this.events = new ClusterEvents(this.link, processes);
	}

	/**
	 * Describe a cluster of an application on the class path of the tests.
	 * @param sources the classes of the application: a single one with a {@code main}
	 * method is the main class
	 * @return a builder
	 */
	public static TestClusterBuilder of(Class<?>... sources) {
		return new TestClusterBuilder(new ClassPathProgram(Arrays.asList(sources)));
	}

	/**
	 * Describe a cluster of a packaged application.
	 * @param jar the executable jar
	 * @return a builder
	 */
	public static TestClusterBuilder ofJar(Path jar) {
		return new TestClusterBuilder(new JarProgram(jar));
	}

	/**
	 * Return the port on which the application serves.
	 * @return the first port of the cluster
	 */
	public int port() {
		String address = status().master().addresses().get(0);
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	/**
	 * Return where the application serves, on the loopback interface.
	 * @return a URL without a path
	 */
	public String url() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Return the URI of a path.
	 * @param path the path, with a slash at its start
	 * @return the URI
	 */
	public URI uri(String path) {
		return URI.create(url() + path);
	}

	/**
	 * Return the master.
	 * @return the process
	 */
	public MasterProcess master() {
		return this.master;
	}

	/**
	 * Return the workers that are alive, by slot and id.
	 * @return the processes, one for each slot unless workers are being replaced
	 */
	public List<WorkerProcess> workers() {
		return status().workers()
			.stream()
			.filter((worker) -> worker.pid() > 0)
			.sorted(Comparator.comparingInt(WorkerStatus::slot).thenComparingInt(WorkerStatus::id))
			.flatMap((worker) -> ProcessHandle.of(worker.pid())
				.map((handle) -> new WorkerProcess(this, this.processes, handle, worker))
				.stream())
			.toList();
	}

	/**
	 * Return the worker of a slot; during a replacement the newest.
	 * @param slot the index, from 0
	 * @return the process
	 */
	public WorkerProcess worker(int slot) {
		return workers().stream()
			.filter((worker) -> worker.slot() == slot)
			.reduce((older, newer) -> newer)
			.orElseThrow(() -> failure("There is no worker in slot %d".formatted(slot), null));
	}

	/**
	 * Return the status of the cluster, as its master has it.
	 * @return the status
	 */
	public ClusterStatus status() {
		this.processes.remember();
		try {
			return this.link.status();
		}
		catch (IOException ex) {
			throw failure("The master (pid %d) does not answer".formatted(this.master.pid()), ex);
		}
	}

	/**
	 * Wait until every slot has a worker that is ready, and there are no others beside
	 * them.
	 * @return this cluster
	 */
	public TestCluster awaitReady() {
		await("all workers ready", TestCluster::isReady);
		return this;
	}

	private static boolean isReady(ClusterStatus status) {
		return status.master().phase() == MasterStatus.Phase.SERVING && status.roll() == null
				&& status.workers().stream().allMatch((worker) -> worker.state() == WorkerState.READY)
				&& status.workers().stream().map(WorkerStatus::slot).distinct().count() == status.master().size()
				&& status.workers().size() == status.master().size();
	}

	/**
	 * Wait until the status of the cluster is as it should be.
	 * @param expected a description
	 * @param condition tells whether it is
	 */
	public void await(String expected, Predicate<ClusterStatus> condition) {
		Deadline deadline = Deadline.in(this.processes.timeout());
		StatusWatch watch = new StatusWatch(this.link, this.processes);
		boolean met = watch.now(condition);
		while (!met) {
			if (!this.processes.master().isAlive()) {
				throw failure("The master ended with exit code %d before there were %s"
					.formatted(this.master.awaitExitCode(), expected), null);
			}
			if (deadline.hasPassed()) {
				throw failure("Not within %s: %s, but %s".formatted(deadline.time(), expected, watch.seen()), null);
			}
			met = watch.next(condition);
		}
	}

	/**
	 * Replace all workers by new ones, and wait for the end.
	 * @return the result
	 * @throws OperationFailedException if the rolling restart failed, with the last
	 * output of the new worker
	 */
	public RollResult roll() {
		return operate(new ControlRequest.Roll(), RollResult.class);
	}

	/**
	 * Replace the jar of the cluster by another build, and all workers by new ones that
	 * run it.
	 * @param jar the other build
	 * @return the result
	 * @throws OperationFailedException if the rolling restart failed
	 * @throws IllegalStateException if the cluster runs from the class path of the tests
	 */
	public RollResult rollTo(Path jar) {
		this.processes.deploy(jar);
		return roll();
	}

	/**
	 * Change the number of workers, and wait until they are ready and those in excess
	 * have ended.
	 * @param workers the number, at least 1
	 */
	public void scale(int workers) {
		operate(new ControlRequest.Scale(workers), Integer.class);
	}

	private <T> T operate(ControlRequest request, Class<T> type) {
		try {
			return this.link.operate(request, type, this.processes.timeout());
		}
		catch (IOException ex) {
			throw failure("The cluster did not %s".formatted(request.name()), ex);
		}
	}

	/**
	 * Return what the master and the workers have printed.
	 * @return the lines, which grow
	 */
	public OutputLines output() {
		return this.processes.output();
	}

	/**
	 * Return what has happened since the start.
	 * @return the latest 500 events, the oldest first
	 */
	public List<ObservedEvent> events() {
		return this.events.all();
	}

	/**
	 * Wait for an event, also one that has happened since the start.
	 * @param expected a description
	 * @param condition tells whether it is the one
	 * @return the first such event
	 */
	public ObservedEvent awaitEvent(String expected, Predicate<ObservedEvent> condition) {
		return this.events.await(expected, condition);
	}

	/**
	 * Describe clients that send requests, and count what is lost.
	 * @param path the path of the requests, with a slash at its start
	 * @return a builder
	 */
	public LoadProbeBuilder load(String path) {
		return new LoadProbeBuilder(port(), path);
	}

	/**
	 * Undo what a test has done, as far as that is possible.
	 * @param workers how many there should be
	 */
	void restore(int workers) {
		if (!this.master.isAlive()) {
			throw failure("The master has ended, and the cluster with it (expected: a test that ends it to have a "
					+ "class of its own)", null);
		}
		letAllGoOn();
		if (status().master().size() != workers) {
			scale(workers);
		}
		awaitReady();
	}

	void blocked(WorkerProcess worker) {
		this.blocked.add(worker);
	}

	private void letAllGoOn() {
		this.processes.thawAll();
		this.blocked.forEach(WorkerProcess::unblock);
		this.blocked.clear();
	}

	/**
	 * End all processes at once, after a start that failed.
	 */
	void abandon() {
		this.processes.kill();
	}

	/**
	 * Stop the cluster, and wait until all its processes have ended.
	 * @throws AssertionError if one had to be killed
	 */
	@Override
	public void close() {
		try {
			if (this.master.isAlive()) {
				letAllGoOn();
			}
		}
		finally {
			this.processes.stop();
		}
	}

	private AssertionError failure(String what, @Nullable Throwable cause) {
		return this.processes.failure(what, cause);
	}

}
