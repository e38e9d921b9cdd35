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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.cluster.worker.ConnectionLimit;
import io.clusterboot.cluster.worker.Heartbeat;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.spring.drain.ConnectionDrain;
import io.clusterboot.spring.drain.TrafficCount;
import io.clusterboot.spring.settings.WorkerSettings;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;

/**
 * A worker in a JVM of its own, without Spring, that serves until its master is gone.
 */
final class AcceptMain {

	private AcceptMain() {
	}

	public static void main(String[] args) throws Exception {
		CurrentProcess process = CurrentProcess.get();
		ScoreboardView scoreboard = ScoreboardView.inherited(process.inheritedEnvironment()).orElseThrow();
		Admission admission = Admission.of(scoreboard, SchedulingPolicy.SHARED,
				new ConnectionLimit(scoreboard, WorkerSettings.UNLIMITED, WorkerSettings.UNLIMITED));
		Heartbeat.start(scoreboard.own(), Heartbeat.INTERVAL, List.of(), admission.observers());
		ClusterWorker worker = ClusterWorker.join(process, 1 << 20);
		AdoptingLoopResources loops = new AdoptingLoopResources(worker, admission, HttpResources::get,
				(channel, config) -> {
				}, (group) -> {
				});
		HttpServer http = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])))
			.runOn(loops);
		loops.serveAt(http.configuration());
		new ConnectionDrain(Duration.ZERO, Duration.ofSeconds(20), new TrafficCount(scoreboard.own())).watch(http)
			.handle((request, response) -> response.header("Pid", Long.toString(process.pid()))
				.sendString(Mono.just("hello")))
			.bindNow();
		// Bounded, so that it cannot outlive a test that lost it
		new CountDownLatch(1).await(90, TimeUnit.SECONDS);
		process.exit(0);
	}

}
