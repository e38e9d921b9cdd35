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

package io.clusterboot.hosts.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest.RollHosts.Scope;
import io.clusterboot.hosts.HostIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts that roll one after the other, all on the thread of the test.
 */
class HostRollTests {

	private final MemoryEngine engine = new MemoryEngine();

	private final Map<String, Host> hosts = new LinkedHashMap<>();

	private final Set<String> alive = new TreeSet<>();

	private final List<String> rolled = new ArrayList<>();

	HostRollTests() {
		List.of("a", "b", "c").forEach(this::join);
	}

	@Test
	void hostsRollOneAfterTheOther() {
		CompletableFuture<ControlOutcome> outcome = begin("b", Scope.ALL);
		beat();
		beat();
		assertThat(this.rolled).containsExactly("a");
		finish("a");
		beat();
		assertThat(this.rolled).containsExactly("a", "b");
		assertThat(begin("c", Scope.ALL).join().text())
			.isEqualTo("A roll over hosts is under way: a done, b rolling, c waiting");
		finish("b");
		beat();
		beat();
		finish("c");
		assertThat(outcome).isNotDone();
		beat();
		beat();
		assertThat(outcome.join()).isEqualTo(new ControlOutcome.Done("Rolled one after the other: a, b, c", null));
	}

	@Test
	void firstFailureEndsTheRollAndTheRestIsDoneLater() {
		CompletableFuture<ControlOutcome> outcome = begin("a", Scope.ALL);
		beat();
		finish("a");
		beat();
		this.hosts.get("b").roll.completeExceptionally(new IllegalStateException("the canary failed"));
		beat();
		beat();
		assertThat(outcome.join()).isInstanceOf(ControlOutcome.Failed.class)
			.extracting(ControlOutcome::text)
			.isEqualTo(
					"a done, b failed (the canary failed), c waiting; --hosts=rest goes on with all that are not done");
		beat();
		assertThat(this.rolled).containsExactly("a", "b");
		this.hosts.get("b").roll = new CompletableFuture<>();
		outcome = begin("c", Scope.REST);
		beat();
		finish("b");
		beat();
		beat();
		finish("c");
		beat();
		beat();
		assertThat(outcome.join().text()).isEqualTo("Rolled one after the other: b, c");
		assertThat(this.rolled).containsExactly("a", "b", "b", "c");
	}

	@Test
	void hostThatEndsInItsTurnHasFailed() {
		CompletableFuture<ControlOutcome> outcome = begin("a", Scope.ALL);
		beat();
		finish("a");
		beat();
		this.alive.remove("b");
		beat();
		beat();
		assertThat(outcome.join().text()).startsWith("a done, b failed (its master has ended), c waiting");
	}

	@Test
	void rollGoesOnWithoutTheHostThatBeganIt() {
		begin("a", Scope.ALL);
		beat();
		finish("a");
		beat();
		this.alive.remove("a");
		beat();
		finish("b");
		beat();
		beat();
		assertThat(this.rolled).containsExactly("a", "b", "c");
	}

	@Test
	void planThatIsLostIsReported() {
		CompletableFuture<ControlOutcome> outcome = begin("a", Scope.ALL);
		beat();
		this.engine.close();
		beat();
		assertThat(outcome.join().text()).isEqualTo("The engine has lost the plan of the roll");
	}

	private void join(String name) {
		Host host = new Host();
		HostIdentity self = new HostIdentity(name, name, "group");
		host.rolls = new HostRoll(this.engine, this.engine.locks(Duration.ofSeconds(1)).obtain("roll"), self, () -> {
			this.rolled.add(name);
			return host.roll;
		}, Runnable::run);
		this.hosts.put(name, host);
		this.alive.add(name);
	}

	private CompletableFuture<ControlOutcome> begin(String name, Scope scope) {
		List<HostEntry> members = this.alive.stream()
			.map((host) -> HostEntry.parse("{\"id\":\"%s\",\"name\":\"%s\"}".formatted(host, host)))
			.toList();
		return this.hosts.get(name).rolls.begin(scope, () -> members);
	}

	private void beat() {
		List.copyOf(this.alive).forEach((name) -> this.hosts.get(name).rolls.proceed(this.alive));
	}

	private void finish(String name) {
		this.hosts.get(name).roll.complete(new RollResult(1, 1, Duration.ofSeconds(1)));
	}

	private static final class Host {

		private CompletableFuture<RollResult> roll = new CompletableFuture<>();

		private HostRoll rolls;

	}

}
