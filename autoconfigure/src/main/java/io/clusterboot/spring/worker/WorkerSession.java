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

package io.clusterboot.spring.worker;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.control.RemoteOperations;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.cluster.worker.Heartbeat;
import io.clusterboot.cluster.worker.HeartbeatObserver;
import io.clusterboot.cluster.worker.RequestThreads;
import io.clusterboot.cluster.worker.RuntimeReport;
import io.clusterboot.cluster.worker.ThreadPoolWatch;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.spring.drain.TrafficCount;
import io.clusterboot.spring.logging.LogFields;
import io.clusterboot.spring.netty.Admission;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.settings.WorkerShare;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * The worker's end of the cluster: its identity, its channel to the master and its row of
 * the scoreboard. A process has one for its whole life, as it has one channel, however
 * many contexts it creates. May be used from any thread.
 */
public final class WorkerSession {

	private static @Nullable WorkerSession current;

	private final WorkerIdentity identity;

	private final WorkerSettings settings;

	private final Admission admission;

	private final ScoreboardView scoreboard;

	private final TrafficCount traffic;

	private final WorkerExit exit;

	private final WorkerQuarantine quarantine;

	private final Set<EventExecutor> eventLoops;

	private final ThreadPoolWatch threads;

	private final ClusterWorker worker;

	private WorkerSession(WorkerIdentity identity, WorkerSettings settings, Admission admission,
			ScoreboardView scoreboard, TrafficCount traffic, WorkerExit exit, WorkerQuarantine quarantine,
			Set<EventExecutor> eventLoops, ThreadPoolWatch threads, ClusterWorker worker) {
		this.identity = identity;
		this.settings = settings;
		this.admission = admission;
		this.scoreboard = scoreboard;
		this.traffic = traffic;
		this.exit = exit;
		this.quarantine = quarantine;
		this.eventLoops = eventLoops;
		this.threads = threads;
		this.worker = worker;
	}

	/**
	 * Open the channel and greet the master, unless this process already has.
	 * @param inherited what the environment says of the channel
	 * @param settings the settings of this worker
	 * @return the session of this process
	 */
	public static synchronized WorkerSession open(InheritedChannel inherited, WorkerSettings settings) {
		if (current == null) {
			current = open(inherited, CurrentProcess.get(), settings);
		}
		return current;
	}

	private static WorkerSession open(InheritedChannel inherited, CurrentProcess process, WorkerSettings settings) {
		WorkerIdentity identity = WorkerIdentity.from(inherited, process.environment());
		Optional<ScoreboardView> shared = ScoreboardView.inherited(process.inheritedEnvironment());
		ScoreboardView scoreboard = shared.orElseGet(ScoreboardView::unshared);
		Admission admission = Admission.of(scoreboard, settings);
		TrafficCount traffic = new TrafficCount(scoreboard.own());
		WorkerExit exit = new WorkerExit(settings.drainTimeout(), traffic);
		WorkerQuarantine quarantine = new WorkerQuarantine();
		Set<EventExecutor> eventLoops = ConcurrentHashMap.newKeySet();
		ThreadPoolWatch threads = new ThreadPoolWatch(scoreboard.own());
		Optional<Heartbeat> heartbeat = shared.map((view) -> Heartbeat.start(view.own(), Heartbeat.INTERVAL,
				running(eventLoops), observers(admission, view, threads)));
		try {
			ClusterWorker worker = ClusterWorker.join(process, settings.messageMaxSize(),
					new SessionListener(exit, quarantine));
			// Before the worker listens, so that the master waits for it to be ready too
			worker.readiness(false);
			return new WorkerSession(identity, settings, admission, scoreboard, traffic, exit, quarantine, eventLoops,
					threads, worker);
		}
		catch (RuntimeException ex) {
			heartbeat.ifPresent(Heartbeat::close);
			throw ex;
		}
	}

	private static List<HeartbeatObserver> observers(Admission admission, ScoreboardView view,
			ThreadPoolWatch threads) {
		return Stream.concat(admission.observers().stream(), Stream.of(new RuntimeReport(view.own()), threads))
			.toList();
	}

	/**
	 * Return the event loops that are not shutting down: a loop that is given tasks never
	 * gets quiet, and would wait for that until its timeout.
	 */
	private static Iterable<EventExecutor> running(Set<EventExecutor> eventLoops) {
		return () -> eventLoops.stream().filter((loop) -> !loop.isShuttingDown()).iterator();
	}

	public Cluster cluster() {
		return new WorkerCluster(this.identity, new RemoteOperations(this.worker::operate));
	}

	public int slot() {
		return this.identity.slotIndex();
	}

	/**
	 * Return what tells the log lines of this worker from those of other processes.
	 * @return the fields
	 */
	public LogFields logFields() {
		return LogFields.ofWorker(slot(), this.identity.id(), this.identity.generation());
	}

	/**
	 * Return the part of this worker in what all workers have together.
	 * @return the part
	 */
	public WorkerShare share() {
		return new WorkerShare(slot(), this.identity.size());
	}

	public ClusterWorker worker() {
		return this.worker;
	}

	/**
	 * Return the quarantine, in which this worker is out of rotation.
	 * @return the quarantine
	 */
	public WorkerQuarantine quarantine() {
		return this.quarantine;
	}

	/**
	 * Return the admission, which decides whether a server of this process takes a
	 * connection.
	 */
	Admission admission() {
		return this.admission;
	}

	/**
	 * Return the memory that the processes of the cluster share.
	 * @return the view that this worker has of it
	 */
	public ScoreboardView scoreboard() {
		return this.scoreboard;
	}

	public TrafficCount traffic() {
		return this.traffic;
	}

	/**
	 * Claim the warning of sessions that only one worker knows.
	 * @return whether this worker has to log it
	 */
	boolean claimSessionWarning() {
		return this.scoreboard.claimSessionWarning();
	}

	public WorkerSettings settings() {
		return this.settings;
	}

	/**
	 * Return whether this process has begun to end.
	 * @return whether it has
	 */
	public boolean isEnding() {
		return this.exit.hasBegun();
	}

	/**
	 * Let the heartbeat verify that the event loops of a server make progress.
	 * @param loops the loops, which may be known already
	 */
	public void watch(EventLoopGroup loops) {
		loops.forEach(this.eventLoops::add);
	}

	/**
	 * Report whether the threads of a server are exhausted.
	 * @param threads the threads
	 */
	void watch(RequestThreads threads) {
		this.threads.watch(threads);
	}

	/**
	 * Announce to the master when a server of this worker is closed.
	 * @param listener the channel of the server
	 */
	void watch(Channel listener) {
		listener.closeFuture().addListener((closed) -> serverStops());
	}

	/**
	 * Announce to the master that the servers of this worker stop.
	 */
	void serverStops() {
		announcement().announce(null);
	}

	/**
	 * Return a listener of the application that notices its end.
	 * @return the listener
	 */
	public ApplicationListener<ApplicationEvent> endListener() {
		return new ApplicationEndListener(this.exit, announcement());
	}

	private EndAnnouncement announcement() {
		return new EndAnnouncement(this.worker::ending, this.exit::isRequested);
	}

	/**
	 * Run a task when this process begins to end, or at once if it has begun.
	 * @param task the task, which must not block
	 */
	public void onExit(Runnable task) {
		this.exit.onBegin(task);
	}

	/**
	 * Have a context closed when the worker ends.
	 * @param context the context
	 */
	public void attach(ApplicationContext context) {
		this.exit.attach(context);
	}

}
