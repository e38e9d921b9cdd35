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
package io.clusterboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clusters of servlet containers live as those of Reactor Netty do: clients of every kind
 * notice no roll and no scaling, and only the clients of killed workers notice a kill.
 */
@OneAtATime
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServletLifeCycleIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Pattern SESSION = Pattern.compile("A session was created in the memory of this worker");

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void rollAndScalingLoseNothing(SampleServer server) {
		try (SampleProcess sample = start(server, "shared")) {
			sample.awaitServing();
			Load load = Load.start(sample.client());
			try (load) {
				roll(sample, load, 1);
				Scaling.underLoad(sample, load, 100, 2, 3, 1);
				load.awaitRequests(Math.max(1, 1500 - load.report().total()), DEADLINE);
			}
			System.out.println(server + ": " + load.report());
			assertThat(load.failures()).isEmpty();
			assertThat(load.report().answered()).containsOnlyKeys(Traffic.values());
		}
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT, round-robin", "TOMCAT, reuse-port", "JETTY, least-connections", "JETTY, source-hash" })
	void policyHoldsAndKillsHitOnlyTheirClients(SampleServer server, String policy) {
		lifeOf(server, policy, 3);
	}

	@ParameterizedTest
	@CsvSource({ "TOMCAT, shared", "TOMCAT, least-connections", "TOMCAT, source-hash", "JETTY, shared",
			"JETTY, round-robin", "JETTY, reuse-port" })
	@Tag("long")
	void policyHoldsUnderManyKills(SampleServer server, String policy) {
		lifeOf(server, policy, 20);
	}

	private static void lifeOf(SampleServer server, String policy, int kills) {
		try (SampleProcess sample = start(server, policy)) {
			sample.awaitServing();
			try (KeptConnection connection = sample.client().from("127.0.0.9").keepConnection()) {
				assertThat(connection.send("/client").awaitAnswer().body()).isEqualTo("127.0.0.9");
			}
			Load load = Load.start(sample.client());
			KillStorm storm;
			try (load) {
				roll(sample, load, 1);
				assertThat(load.failures()).isEmpty();
				storm = KillStorm.on(sample, 2, new Random(kills));
				storm.rage(load, kills);
			}
			storm.assertOnlyClientsOfVictimsNoticed(load);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void whatIsAskedBeforeTheEndIsAnsweredWhenTheClusterStops(SampleServer server) throws IOException {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		// Clients that are let go do not wait for the end of the grace period
		try (SampleProcess sample = start(server, "shared", "--cluster.drain-grace=2m", "--cluster.drain-timeout=2m")) {
			sample.awaitServing();
			try (KeptConnection waiting = sample.client().keepConnection();
					KeptConnection blocking = sample.client().keepConnection();
					KeptConnection idle = sample.client().keepConnection();
					Http2Connection http2 = Http2Connection.open(group, sample.client())) {
				assertThat(http2.ask(request())).isNotEmpty();
				waiting.send("/slow?ms=2500");
				blocking.send("/block?ms=2500");
				// The workers have both requests when they answer a later one
				idle.servedBy("/");
				int position = sample.output().position();
				sample.signal("TERM");
				sample.output().await(position, Pattern.compile("Cluster stops"), DEADLINE);
				assertThat(http2.awaitGoAway()).isEqualTo(Integer.MAX_VALUE);
				for (int i = 0; i < 10; i++) {
					assertThat(http2.ask(request())).isNotEmpty();
				}
				assertThat(waiting.awaitServedBy().pid()).isPositive();
				assertThat(blocking.awaitServedBy().pid()).isPositive();
				assertThat(http2.ask(request())).isNotEmpty();
			}
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(143);
		}
		finally {
			group.shutdownGracefully().syncUninterruptibly();
		}
	}

	private static FullHttpRequest request() {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
		request.headers().set(HttpHeaderNames.HOST, "localhost");
		return request;
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void firstSessionOfAClusterWarns(SampleServer server) {
		try (SampleProcess sample = start(server, "shared")) {
			List<Worker> workers = sample.awaitServing();
			for (Worker worker : workers) {
				assertThat(SampleProcess
					.whileOthersPause(worker, workers, () -> sample.client().getOnNewConnection("/notes"))
					.status()).isEqualTo(200);
			}
			sample.output().await(0, SESSION, DEADLINE);
			assertThat(sample.output().all(0, SESSION)).hasSize(1);
		}
	}

	private static SampleProcess start(SampleServer server, String policy, String... arguments) {
		return server.sample()
			.workers(2)
			.arguments("--cluster.scheduling-policy=" + policy, "--server.http2.enabled=true",
					"--cluster.rolling.canary-time=500ms", "--cluster.respawn.initial-delay=1ms",
					"--cluster.respawn.max-delay=100ms")
			.arguments(arguments)
			.start();
	}

	private static void roll(SampleProcess sample, Load load, int generation) {
		List<Worker> before = sample.workers();
		assertThat(sample.roll()).isEqualTo(new RollOutcome(generation, true, before.size() + " workers replaced"));
		List<Worker> after = sample.workers();
		assertThat(after).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
		load.awaitRequests(200, DEADLINE);
	}

}
