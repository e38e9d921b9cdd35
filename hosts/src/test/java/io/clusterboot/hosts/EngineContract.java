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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;

import io.clusterboot.hosts.lead.HostElection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * What every engine does, with a real server. Two engines are two hosts.
 */
@Timeout(90)
abstract class EngineContract {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final HostsEngine one = create("contract");

	private final HostsEngine two = create("contract");

	/**
	 * Create an engine.
	 */
	abstract HostsEngine create(String group);

	abstract EngineServer server();

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void lockIsOfOneHostUntilItsLeaseEnds() throws Exception {
		Lock first = this.one.locks(LEASE).obtain("lock");
		Lock second = this.two.locks(LEASE).obtain("lock");
		assertThat(first.tryLock(10, TimeUnit.MILLISECONDS)).isTrue();
		assertThat(second.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(first.tryLock(10, TimeUnit.MILLISECONDS)).as("again").isTrue();
		long begin = System.nanoTime();
		assertThat(second.tryLock(10, TimeUnit.SECONDS)).as("after the lease").isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(LEASE.minusMillis(500));
		assertThat(first.tryLock(10, TimeUnit.MILLISECONDS)).as("lost").isFalse();
		second.unlock();
		Lock third = create("other").locks(LEASE).obtain("lock");
		assertThat(third.tryLock(10, TimeUnit.MILLISECONDS)).isTrue();
		third.unlock();
	}

	@Test
	void numbersGrow() {
		long first = this.one.nextNumber(0);
		long second = this.two.nextNumber(0);
		assertThat(second).isGreaterThan(first);
		assertThat(this.one.nextNumber(second + 100_000)).isEqualTo(second + 100_001);
		assertThat(this.two.nextNumber(first)).isEqualTo(second + 100_002);
	}

	@Test
	void entriesAreThereUntilTheyEnd() {
		this.one.write("host/a", "1", Duration.ofMinutes(1));
		this.one.write("host/a", "2", Duration.ofMinutes(1));
		this.two.write("host/b", "3", Duration.ofMillis(300));
		this.two.write("roll", "4", Duration.ofMinutes(1));
		assertThat(this.two.read("host/")).containsEntry("host/a", "2");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.one.read("host/")).containsOnlyKeys("host/a"));
		this.two.remove("host/a");
		assertThat(this.one.read("host/")).isEmpty();
		assertThat(this.one.read("roll")).containsEntry("roll", "4");
	}

	@Test
	void messagesAreHeardInOrderAndAgainAfterARestart() throws Exception {
		BlockingQueue<String> heard = new LinkedBlockingQueue<>();
		this.two.listen(heard::add);
		awaitListening(heard);
		for (int i = 0; i < 100; i++) {
			this.one.publish("message " + i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("message " + i);
		}
		server().kill();
		assertThatException().isThrownBy(() -> this.one.publish("lost"));
		assertThatException().isThrownBy(() -> this.one.nextNumber(0));
		server().restart();
		awaitListening(heard);
		assertThat(heard).doesNotContain("lost");
	}

	/**
	 * Wait until a message is heard that was sent for that.
	 */
	private void awaitListening(BlockingQueue<String> heard) {
		await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			this.one.publish("hello");
			return "hello".equals(heard.poll(200, TimeUnit.MILLISECONDS));
		});
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			this.one.publish("end");
			String last = heard.poll(1, TimeUnit.SECONDS);
			while (last != null && !last.equals("end")) {
				last = heard.poll(1, TimeUnit.SECONDS);
			}
			return last != null && heard.isEmpty();
		});
	}

	@Test
	void oneHostLeadsWhateverHappens() throws Exception {
		FakeLeadership first = new FakeLeadership();
		FakeLeadership second = new FakeLeadership();
		try (HostElection former = election(this.one, first); HostElection latter = election(this.two, second)) {
			former.start();
			awaitLeader(first);
			latter.start();
			long number = first.number();
			first.ready(false);
			first.end();
			awaitLeader(second);
			assertThat(first.leads()).isFalse();
			assertThat(second.number()).isGreaterThan(number);
			number = second.number();
			first.ready(true);
			server().kill();
			await().atMost(LEASE).until(() -> !second.leads());
			server().restart();
			await().atMost(Duration.ofSeconds(60)).until(() -> first.leads() || second.leads());
			assertThat(first.leads() && second.leads()).isFalse();
			FakeLeadership leader = first.leads() ? first : second;
			assertThat(leader.number()).isGreaterThan(number);
		}
		assertThat(first.leads() || second.leads()).isFalse();
	}

	@Test
	void engineThatIsAwayForAMomentEndsNothing() throws Exception {
		FakeLeadership leadership = new FakeLeadership();
		try (HostElection election = new HostElection(this.one, leadership, Duration.ofSeconds(60), "a",
				Runnable::run)) {
			election.start();
			awaitLeader(leadership);
			server().kill();
			server().restart();
			await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> leadership.number() > 0);
			assertThat(leadership.leads()).isTrue();
			assertThat(leadership.grants()).isOne();
		}
	}

	@Test
	void engineThatHangsKeepsNoLeader() throws Exception {
		FakeLeadership leadership = new FakeLeadership();
		try (HostElection election = election(this.one, leadership)) {
			election.start();
			awaitLeader(leadership);
			long number = leadership.number();
			server().signal("STOP");
			try {
				await().atMost(LEASE).until(() -> !leadership.leads());
			}
			finally {
				server().signal("CONT");
			}
			awaitLeader(leadership);
			assertThat(leadership.number()).isGreaterThan(number);
		}
	}

	private static HostElection election(HostsEngine engine, FakeLeadership leadership) {
		return new HostElection(engine, leadership, LEASE, "host", Runnable::run);
	}

	private static void awaitLeader(FakeLeadership leadership) {
		await().atMost(Duration.ofSeconds(30)).until(leadership::leads);
	}

	@Test
	void numbersOfManyThreadsAreDistinct() {
		List<CompletableFuture<Long>> numbers = IntStream.range(0, 100)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> ((i % 2 == 0) ? this.one : this.two).nextNumber(0)))
			.toList();
		assertThat(numbers).extracting(CompletableFuture::join).doesNotHaveDuplicates();
	}

}
