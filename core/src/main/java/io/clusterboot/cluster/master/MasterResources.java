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

package io.clusterboot.cluster.master;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.control.EventHistory;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.event.EventDelivery;
import io.clusterboot.cluster.event.EventLog;
import io.clusterboot.cluster.handoff.AcceptLoop;
import io.clusterboot.cluster.handoff.Acceptor;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.HandoffLoop;
import io.clusterboot.cluster.image.Images;
import io.clusterboot.cluster.launch.CopyingDeploymentStore;
import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.WorkerImages;
import io.clusterboot.cluster.loop.ControlThread;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.cluster.service.ServiceNotifier;
import io.clusterboot.cluster.service.ServiceStatus;
import io.clusterboot.cluster.socket.ServerSockets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads, descriptors and folders of a master. Opened together, closed together.
 *
 * @param scoreboard the shared memory
 * @param delivery calls the listeners
 * @param acceptLoop accepts connections, {@code null} if workers do that
 * @param forker starts processes
 * @param deployments keeps what workers run
 * @param images the images that workers run from, {@code null} if they run from copies
 * @param handoff hands accepted connections to workers; the supervisor closes it
 * @param events remembers the latest events
 */
record MasterResources(Scoreboard scoreboard, ControlThread loop, EventDelivery delivery,
		@Nullable AcceptLoop acceptLoop, WorkerForker forker, DeploymentStore deployments, @Nullable Images images,
		Handoff handoff, EventHistory events, ServiceNotifier notifier) implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(MasterResources.class);

	private static final int SCOREBOARD_ROWS = rowsFor(ClusterMaster.MAX_WORKERS);

	/**
	 * Open everything. If one part fails, the parts opened before it are closed.
	 */
	static MasterResources open(MasterSettings settings, List<Path> configuration, List<ClusterListener> listeners,
			ServiceEnvironment service) {
		CloseStack opened = new CloseStack();
		try {
			Scoreboard scoreboard = opened.push(Scoreboard.create(SCOREBOARD_ROWS, rowsFor(settings.workers())));
			ControlThread loop = opened.push(ControlThread.start("cluster-control"));
			EventHistory events = new EventHistory(Clock.systemUTC());
			List<ClusterListener> all = new ArrayList<>(List.of(new EventLog(), events));
			all.addAll(listeners);
			Images images = settings.image().enabled() ? Images.of(settings.image(), loop) : null;
			if (images != null) {
				all.add(images);
				all.add(new StartReport(ProcessStart.ofThisProcess(), images::state, Clock.systemUTC(), logger::info));
			}
			EventDelivery delivery = opened.push(EventDelivery.start("cluster-events", all));
			DeploymentStore deployments = opened
				.push(CopyingDeploymentStore.in(Path.of(System.getProperty("java.io.tmpdir")), configuration,
						(images != null) ? images : WorkerImages.NONE));
			WorkerForker forker = opened.push(new ProcessForker(settings, scoreboard.descriptor(), deployments));
			AcceptLoop acceptLoop = settings.scheduling().policy().handsOver()
					? opened.push(AcceptLoop.start("cluster-accept")) : null;
			Handoff handoff = (acceptLoop != null) ? handoff(settings, acceptLoop, scoreboard, delivery) : Handoff.NONE;
			return new MasterResources(scoreboard, loop, delivery, acceptLoop, forker, deployments, images, handoff,
					events, ServiceNotifier.open(service, loop));
		}
		catch (RuntimeException | Error ex) {
			opened.close(ex);
			throw ex;
		}
	}

	/**
	 * Report an event. Called on the control loop.
	 */
	void report(ClusterEvent event, StatusHistory history) {
		history.happened(event);
		this.delivery.deliver(event);
		this.notifier.happened(event);
	}

	/**
	 * Tell the service manager how the cluster is, from now on.
	 */
	void notifyOf(Supervisor supervisor, ServerSockets sockets) {
		this.loop.execute(() -> this.notifier.begin(() -> ServiceStatus.of(sockets.localAddresses(),
				supervisor.workers(), supervisor.size(), supervisor.generation())));
	}

	private static Handoff handoff(MasterSettings settings, AcceptLoop loop, Scoreboard scoreboard,
			EventDelivery delivery) {
		return new HandoffLoop(settings.scheduling(), loop, (listener, target) -> Acceptor.open(listener, target, loop),
				scoreboard.masterRow(), delivery::deliver)
			.start();
	}

	/**
	 * Return how many rows of the scoreboard a number of slots needs: one for each
	 * worker, and for each that replaces one.
	 */
	static int rowsFor(int slots) {
		return 2 * slots;
	}

	@Override
	public void close() {
		this.loop.close();
		if (this.acceptLoop != null) {
			this.acceptLoop.close();
		}
		this.delivery.close();
		this.forker.close();
		this.deployments.close();
		this.scoreboard.close();
		this.notifier.close();
	}

}
