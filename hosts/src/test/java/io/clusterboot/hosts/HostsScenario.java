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

package io.clusterboot.hosts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to several hosts that share an engine. Each host is a master with a
 * worker.
 */
abstract class HostsScenario {

	static final Duration LEASE = Duration.ofSeconds(4);

	/**
	 * The longest time without a leader.
	 */
	static final Duration FAILOVER = Duration.ofSeconds(10);

	private static final Pattern LEADS = Pattern.compile("Leads with (\\d+)");

	private static final Pattern ACTS = Pattern.compile("Acts with (\\d+) from (\\d+) to (\\d+)");

	private static final Duration DEADLINE = HostProcess.DEADLINE;

	@TempDir
	Path temp;

	private final List<HostProcess> hosts = new ArrayList<>();

	@AfterEach
	void stopHosts() {
		this.hosts.forEach((host) -> host.signal("CONT"));
		this.hosts.parallelStream().forEach(HostProcess::close);
	}

	List<HostProcess> hosts() {
		return this.hosts;
	}

	void startHosts(EngineServer server, String... names) throws Exception {
		for (String name : names) {
			List<String> arguments = new ArrayList<>(server.arguments());
			arguments.add("--cluster.hosts.lease=" + LEASE.toMillis() + "ms");
			arguments.add("--spring.application.name=notes");
			arguments.add("--spring.data.redis.repositories.enabled=false");
			this.hosts.add(HostProcess.start(name, Files.createDirectories(this.temp.resolve(name)), arguments));
		}
		this.hosts.forEach(HostProcess::port);
	}

	HostProcess awaitLeader() {
		return awaitLeader(0);
	}

	/**
	 * Wait until a worker leads with an epoch above another one.
	 */
	HostProcess awaitLeader(long epoch) {
		return await().atMost(DEADLINE)
			.until(() -> this.hosts.stream().filter((host) -> lastEpoch(host) > epoch).findFirst().orElse(null),
					(host) -> host != null);
	}

	static long lastEpoch(HostProcess host) {
		return host.output()
			.all(0, LEADS)
			.stream()
			.mapToLong((match) -> Long.parseLong(match.group(1)))
			.max()
			.orElse(0);
	}

	/**
	 * The host that leads is stopped for longer than its lease, with all its processes,
	 * and goes on.
	 */
	void freezeTheLeader() {
		HostProcess leader = awaitLeader();
		long epoch = lastEpoch(leader);
		long begin = System.nanoTime();
		leader.signal("STOP");
		HostProcess next = awaitLeader(epoch);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("failover").isLessThan(FAILOVER);
		assertThat(next).isNotSameAs(leader);
		int position = leader.output().position();
		leader.signal("CONT");
		leader.output().await(position, Pattern.compile("Led until"), DEADLINE);
	}

	/**
	 * The engine dies and comes back. Meanwhile nobody leads, and all serve.
	 */
	void killTheEngine(EngineServer server) throws Exception {
		HostProcess leader = this.hosts.stream()
			.max((one, other) -> Long.compare(lastEpoch(one), lastEpoch(other)))
			.orElseThrow();
		long epoch = lastEpoch(leader);
		int position = leader.output().position();
		long killed = System.nanoTime();
		server.kill();
		leader.output().await(position, Pattern.compile("Led until"), DEADLINE);
		this.hosts.forEach((host) -> assertThat(host.get("/notes")).isNotNull());
		assertThat(acts(leader).get(epoch)[1]).as("the last act with epoch %d", epoch)
			.isLessThan(killed + LEASE.toNanos());
		server.restart();
		awaitLeader(epoch);
	}

	/**
	 * What is published while the engine is killed is heard once or not at all, and in
	 * order; what is published later is heard.
	 */
	void broadcastUnderKillOfTheEngine(EngineServer server) throws Exception {
		HostProcess publisher = this.hosts.get(0);
		awaitHeard("first");
		publishMany(publisher, 0, 400);
		await().atMost(DEADLINE).until(() -> heard(this.hosts.get(1), "many").size() > 50);
		CompletableFuture<Void> published = CompletableFuture.runAsync(() -> publishMany(publisher, 400, 1000));
		killTheEngine(server);
		published.join();
		awaitHeard("last");
		assertThat(heard(publisher, "many")).isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
		this.hosts.stream()
			.skip(1)
			.forEach((host) -> assertThat(heard(host, "many")).as(host.name())
				.isSorted()
				.doesNotHaveDuplicates()
				.hasSizeGreaterThan(50));
	}

	private static void publishMany(HostProcess publisher, int after, int last) {
		for (int i = after; i < last; i += 20) {
			publisher.post("/notes?text=many&from=%d&to=%d".formatted(i + 1, i + 20));
		}
	}

	/**
	 * Publish until all have heard a note.
	 */
	private void awaitHeard(String text) {
		await().atMost(DEADLINE).pollInterval(Duration.ofMillis(300)).until(() -> {
			this.hosts.get(0).post("/notes?text=%s&from=1&to=1".formatted(text));
			return this.hosts.stream().allMatch((host) -> !heard(host, text).isEmpty());
		});
	}

	private static List<Integer> heard(HostProcess host, String text) {
		return Arrays.stream(host.get("/notes").split("\n"))
			.filter((line) -> line.startsWith(text + " "))
			.map((line) -> Integer.valueOf(line.substring(text.length() + 1)))
			.toList();
	}

	/**
	 * Ask a host for all hosts.
	 */
	String status() {
		HostProcess host = this.hosts.get(0);
		return host.command(this.temp.resolve(host.name()), "--cluster.command=status", "--hosts");
	}

	String roll() {
		HostProcess host = this.hosts.get(0);
		return host.command(this.temp.resolve(host.name()), "--cluster.command=roll", "--hosts=all");
	}

	/**
	 * No two leaders act at the same time, and an epoch is of one of them.
	 */
	void assertLeadersDoNotOverlap() {
		Map<Long, long[]> all = new TreeMap<>();
		for (HostProcess host : this.hosts) {
			acts(host).forEach((epoch, times) -> assertThat(all.put(epoch, times)).as("epoch %d", epoch).isNull());
		}
		assertThat(all).hasSizeGreaterThan(1);
		long last = Long.MIN_VALUE;
		for (Map.Entry<Long, long[]> epoch : all.entrySet()) {
			assertThat(epoch.getValue()[0]).as("the first act with epoch %d", epoch.getKey()).isGreaterThan(last);
			last = epoch.getValue()[1];
		}
	}

	/**
	 * Return for each epoch the end of the first act, and the begin of the last one.
	 */
	private static Map<Long, long[]> acts(HostProcess host) {
		Map<Long, long[]> acts = new TreeMap<>();
		for (MatchResult act : host.output().all(0, ACTS)) {
			long begin = Long.parseLong(act.group(2));
			long end = Long.parseLong(act.group(3));
			acts.merge(Long.parseLong(act.group(1)), new long[] { end, begin },
					(former, latter) -> new long[] { former[0], latter[1] });
		}
		return acts;
	}

}
