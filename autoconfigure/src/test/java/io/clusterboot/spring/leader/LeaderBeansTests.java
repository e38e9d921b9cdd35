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

package io.clusterboot.spring.leader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeaderLifecycle;
import io.clusterboot.spring.leadership.LeadershipEvent;
import io.clusterboot.spring.leadership.LeadershipGuard;
import io.clusterboot.spring.leadership.LeadershipLostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What happens in a process that becomes leader, and no longer is, with the real bus.
 */
@Timeout(30)
class LeaderBeansTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final MessageRouter router = new MessageRouter();

	private final AtomicReference<LeaderTerm> term = new AtomicReference<>(LeaderTerm.NONE);

	private final AtomicLong leaseEnd = new AtomicLong();

	private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

	private final BlockingQueue<Integer> candidates = new LinkedBlockingQueue<>();

	private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(AnnotationConfigApplicationContext::close);
		this.router.close();
	}

	@Test
	void workerSaysThatItCanLead() throws InterruptedException {
		worker();
		assertThat(this.candidates.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.log).isEmpty();
	}

	@Test
	void beansLiveWithTheLeadership() throws InterruptedException {
		worker();
		grant(5);
		assertThat(next(3)).containsExactly("first starts", "second starts", "granted 5");
		List<MessageReply> replies = revoke(5);
		assertThat(replies).extracting(MessageReply::failure).containsOnlyNulls();
		// Before the reply, as the next leader is named after it
		assertThat(this.log).containsExactly("revoked 5", "second stops", "first stops");
	}

	@Test
	void leadershipThatIsOverBeforeItBeginsStartsNothing() {
		worker();
		this.term.set(new LeaderTerm(6, 2));
		this.router.tell(Destination.worker(1), LeadershipMessage.TOPIC, new LeadershipMessage(true, 5).toJson());
		revoke(5);
		assertThat(this.log).isEmpty();
	}

	@Test
	void applicationThatStopsStopsThem() throws InterruptedException {
		AnnotationConfigApplicationContext context = worker();
		grant(5);
		next(3);
		context.close();
		assertThat(this.log).startsWith("revoked 5").contains("second stops", "first stops").hasSize(3);
	}

	@Test
	void guardIsOfOneLeadership() {
		ClusterLeadership leadership = new ProcessLeadership(1, this.term::get);
		assertThat(leadership.isLeader()).isFalse();
		this.term.set(new LeaderTerm(5, 1));
		LeadershipGuard guard = leadership.current().orElseThrow();
		assertThat(guard.isValid()).isTrue();
		guard.check();
		this.term.set(new LeaderTerm(6, 2));
		assertThat(leadership.isLeader()).isFalse();
		this.term.set(new LeaderTerm(7, 1));
		assertThat(leadership.isLeader()).isTrue();
		assertThat(guard.isValid()).isFalse();
		assertThatExceptionOfType(LeadershipLostException.class).isThrownBy(guard::check)
			.withMessage("This process no longer leads with epoch 5");
	}

	@Test
	void guardEndsWithItsLeaseAndDoesNotComeBack() {
		AtomicLong end = new AtomicLong(100);
		AtomicLong now = new AtomicLong(99);
		ClusterLeadership leadership = new ProcessLeadership(1, this.term::get, end::get, now::get);
		this.term.set(new LeaderTerm(5, 1));
		LeadershipGuard guard = leadership.current().orElseThrow();
		assertThat(guard.isValid()).isTrue();
		now.set(100);
		assertThat(leadership.isLeader()).isFalse();
		assertThat(guard.isValid()).isFalse();
		end.set(200);
		assertThat(guard.isValid()).isFalse();
	}

	@Test
	void beansStopAtTheEndOfTheLeaseWhenTheMasterSaysNothing() throws InterruptedException {
		worker();
		this.leaseEnd.set(System.nanoTime() + Duration.ofSeconds(3).toNanos());
		grant(5);
		assertThat(next(3)).endsWith("granted 5");
		long end = this.leaseEnd.addAndGet(Duration.ofMillis(300).toNanos());
		assertThat(next(3)).containsExactly("revoked 5", "second stops", "first stops");
		assertThat(System.nanoTime()).isGreaterThanOrEqualTo(end);
	}

	@Test
	void standaloneApplicationLeads() throws InterruptedException {
		context(null, ProcessLeadership.always(3));
		assertThat(next(3)).containsExactly("first starts", "second starts", "granted 3");
	}

	@Test
	void scheduledMethodIsSkippedUnlessThisProcessLeads() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		this.contexts.add(context);
		AtomicInteger asked = new AtomicInteger();
		ProcessLeadership leadership = new ProcessLeadership(1, () -> {
			asked.incrementAndGet();
			return this.term.get();
		});
		context.registerBean(LeaderScheduling.class,
				() -> new LeaderScheduling(true, (name) -> true, () -> leadership));
		context.register(Scheduling.class);
		context.refresh();
		Job job = context.getBean(Job.class);
		await().atMost(LONG).until(() -> asked.get() > 5);
		assertThat(job.runs).hasValue(0);
		this.term.set(new LeaderTerm(1, 1));
		await().atMost(LONG).until(() -> job.runs.get() > 2);
	}

	private void grant(long epoch) {
		this.term.set(new LeaderTerm(epoch, 1));
		this.router.tell(Destination.worker(1), LeadershipMessage.TOPIC, new LeadershipMessage(true, epoch).toJson());
	}

	private List<MessageReply> revoke(long epoch) {
		this.term.set(this.term.get().vacant());
		return this.router
			.ask(Destination.worker(1), LeadershipMessage.TOPIC, new LeadershipMessage(false, epoch).toJson(), LONG)
			.join();
	}

	private List<String> next(int count) throws InterruptedException {
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lines.add(String.valueOf(this.log.poll(20, TimeUnit.SECONDS)));
		}
		return lines;
	}

	private AnnotationConfigApplicationContext worker() {
		this.router.handle(LeadershipMessage.CANDIDATE,
				MessageHandler.of((message) -> this.candidates.add(message.sender())));
		this.router.expect(1, 0);
		RemoteMessageBus bus = new RemoteMessageBus(1, (frame) -> {
			this.router.received(1, frame);
			return null;
		});
		this.router.joined(1, (frame) -> {
			bus.received(frame);
			return null;
		});
		return context(bus, new ProcessLeadership(1, this.term::get, this.leaseEnd::get, System::nanoTime));
	}

	private AnnotationConfigApplicationContext context(@Nullable MessageBus bus, ClusterLeadership leadership) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		this.contexts.add(context);
		context.registerBean("second", Recorder.class, () -> new Recorder("second", 2, this.log));
		context.registerBean("first", Recorder.class, () -> new Recorder("first", 1, this.log));
		context.registerBean(Listener.class, () -> new Listener(this.log));
		context.registerBean(LeaderBeans.class, () -> new LeaderBeans(bus, leadership, context,
				() -> context.getBeanProvider(LeaderLifecycle.class).stream().toList(), this.leaseEnd::get));
		context.refresh();
		return context;
	}

	private static final class Recorder implements LeaderLifecycle {

		private final String name;

		private final int phase;

		private final BlockingQueue<String> log;

		private volatile boolean running;

		private Recorder(String name, int phase, BlockingQueue<String> log) {
			this.name = name;
			this.phase = phase;
			this.log = log;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

		@Override
		public void start() {
			this.running = true;
			this.log.add(this.name + " starts");
		}

		@Override
		public void stop() {
			this.running = false;
			this.log.add(this.name + " stops");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static final class Listener {

		private final BlockingQueue<String> log;

		Listener(BlockingQueue<String> log) {
			this.log = log;
		}

		@EventListener
		void changed(LeadershipEvent event) {
			String name = event.getClass().getSimpleName();
			this.log.add((name.contains("Granted") ? "granted " : "revoked ") + event.epoch());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		Job job() {
			return new Job();
		}

	}

	static class Job {

		private final AtomicInteger runs = new AtomicInteger();

		@Scheduled(fixedRate = 20)
		void run() {
			this.runs.incrementAndGet();
		}

	}

}
