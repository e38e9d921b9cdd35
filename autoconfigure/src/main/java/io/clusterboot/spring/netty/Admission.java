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

package io.clusterboot.spring.netty;

import java.util.List;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ConnectionOffers;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.cluster.worker.ConnectionRate;
import io.clusterboot.cluster.worker.FairShare;
import io.clusterboot.cluster.worker.HeartbeatObserver;
import io.clusterboot.cluster.worker.MasterStallDetector;
import io.clusterboot.spring.settings.WorkerSettings;

/**
 * Decides whether this worker takes a connection. All servers of the process share one
 * instance, and may use it from any thread.
 *
 * @param stallDetector detects whether the master is stalled and hands nothing over
 * @param share whether another worker should have the next connection
 * @param limit how many connections the worker and the cluster may have
 * @param offers the connections that the master offers
 * @param rate how many connections the worker has served lately
 */
public record Admission(MasterStallDetector stallDetector, FairShare share, ConnectionLimit limit,
		ConnectionOffers offers, ConnectionRate rate) {

	public static Admission of(ScoreboardView scoreboard, WorkerSettings settings) {
		return of(scoreboard, settings.policy(),
				new ConnectionLimit(scoreboard, settings.maxConnections(), settings.maxClusterConnections()));
	}

	static Admission of(ScoreboardView scoreboard, SchedulingPolicy policy, ConnectionLimit limit) {
		// Where each worker has a socket of its own, the kernel has shared out already
		ScoreboardView others = (policy == SchedulingPolicy.REUSE_PORT) ? ScoreboardView.unshared() : scoreboard;
		ConnectionOffers offers = scoreboard.own().offers();
		offers.beginClaiming();
		return new Admission(new MasterStallDetector(scoreboard.master()), new FairShare(others), limit, offers,
				new ConnectionRate());
	}

	/**
	 * Return whether the worker serves many connections that end soon.
	 */
	boolean hasBriefConnections() {
		return this.rate.isOfBriefConnections(this.limit.open());
	}

	public List<HeartbeatObserver> observers() {
		return List.of(this.stallDetector, this.share, this.limit, this.rate);
	}

}
