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

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.cluster.worker.Heartbeat;
import io.clusterboot.cluster.worker.WorkerListener;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.spring.drain.TrafficCount;
import io.clusterboot.spring.netty.Admission;
import io.clusterboot.spring.settings.ClusterProperties;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;

/**
 * The worker's side of its bond with the master, for the life of the process: there is
 * one, as the descriptor of the channel is one, however many contexts the process
 * creates.
 */
public final class WorkerSession implements WorkerListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkerSession.class);

	private static @Nullable WorkerSession current;

	private final WorkerIdentity identity;

	private final TrafficCount traffic;

	private final Admission admission;

	private final Set<EventExecutor> eventLoops = ConcurrentHashMap.newKeySet();

	private final Duration drainTimeout;

	private final WorkerExit exit;

	private final ClusterWorker worker;

	private WorkerSession(InheritedChannel inherited, CurrentProcess process, Duration drainTimeout,
			ClusterProperties properties) {
		this.identity = WorkerIdentity.from(inherited, process.environment());
		Optional<ScoreboardView> inheritedView = ScoreboardView.inherited(process.inheritedEnvironment());
		ScoreboardView scoreboard = inheritedView.orElseGet(ScoreboardView::unshared);
		this.admission = Admission.of(scoreboard, properties);
		inheritedView.ifPresent((shared) -> Heartbeat.start(shared.own(), Heartbeat.INTERVAL, this.eventLoops,
				this.admission.observers()));
		this.traffic = new TrafficCount(scoreboard.own());
		this.drainTimeout = drainTimeout;
		this.exit = new WorkerExit(drainTimeout, this.traffic);
		this.worker = ClusterWorker.join(process, (int) properties.getMessageMaxSize().toBytes(), this);
		// Before it listens, so that the master waits for more than that
		this.worker.readiness(false);
	}

	/**
	 * Open the channel and greet the master, unless this process already has.
	 * @param inherited what the environment says of the channel
	 * @param drainTimeout how long to finish what is in flight when it has to end
	 * @param properties the settings of the cluster
	 * @return the session of this process
	 */
	public static synchronized WorkerSession open(InheritedChannel inherited, Duration drainTimeout,
			ClusterProperties properties) {
		if (current == null) {
			current = new WorkerSession(inherited, CurrentProcess.get(), drainTimeout, properties);
		}
		return current;
	}

	public WorkerIdentity identity() {
		return this.identity;
	}

	public int slot() {
		return this.identity.slotIndex();
	}

	public ClusterWorker worker() {
		return this.worker;
	}

	/**
	 * Return what the servers of this process have to look at before they take a
	 * connection.
	 */
	Admission admission() {
		return this.admission;
	}

	public TrafficCount traffic() {
		return this.traffic;
	}

	public Duration drainTimeout() {
		return this.drainTimeout;
	}

	/**
	 * Return whether this process has begun to end.
	 * @return if it has
	 */
	public boolean isEnding() {
		return this.exit.hasBegun();
	}

	/**
	 * Have the heartbeat ask the loops of a server.
	 * @param loops the loops, which may be known already
	 */
	public void watch(EventLoopGroup loops) {
		loops.forEach(this.eventLoops::add);
	}

	/**
	 * Have a context closed when the worker ends.
	 * @param context the context
	 */
	public void attach(ApplicationContext context) {
		this.exit.attach(context);
	}

	@Override
	public void stopRequested() {
		logger.info("The master asks this worker to end");
		this.exit.begin();
	}

	@Override
	public void masterGone() {
		if (this.exit.begin()) {
			logger.warn("The master is gone; finishing what is in flight, then ending");
		}
	}

}
