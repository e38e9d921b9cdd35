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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.spring.leadership.ClusterLeadership;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The context of a worker with what the leadership has in it, which is granted and
 * revoked by hand over a real bus.
 */
final class LeaderWorker implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final int ID = 1;

	private final MessageRouter router = new MessageRouter();

	private final AtomicReference<LeaderTerm> term = new AtomicReference<>(LeaderTerm.NONE);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private long epoch;

	/**
	 * Start the context.
	 * @param types the names of types whose beans work in the leader only
	 * @param configurations the beans of the application
	 */
	LeaderWorker(Stream<String> types, Class<?>... configurations) {
		this.router.expect(ID, 0);
		RemoteMessageBus bus = new RemoteMessageBus(ID, (frame) -> {
			this.router.received(ID, frame);
			return null;
		});
		this.router.joined(ID, (frame) -> {
			bus.received(frame);
			return null;
		});
		ClusterLeadership leadership = new ProcessLeadership(ID, this.term::get);
		LeaderOnlyBeans beans = new LeaderOnlyBeans(this.context.getBeanFactory(), types);
		register(LeaderLifecycles.class, new LeaderLifecycles(true, () -> beans));
		register(LeaderRunners.class, new LeaderRunners(() -> beans));
		register(LeaderScheduling.class, new LeaderScheduling(true, beans::isMarked, () -> leadership));
		register(LeaderBeans.class, new LeaderBeans(bus, leadership, this.context, beans::lifecycles));
		this.context.register(configurations);
		this.context.refresh();
	}

	private <T> void register(Class<T> type, T bean) {
		this.context.registerBean(type, () -> bean,
				(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	AnnotationConfigApplicationContext context() {
		return this.context;
	}

	/**
	 * Grant the leadership. What follows happens on another thread.
	 */
	void grant() {
		this.epoch++;
		this.term.set(new LeaderTerm(this.epoch, ID));
		this.router.tell(Destination.worker(ID), LeadershipMessage.TOPIC,
				new LeadershipMessage(true, this.epoch).toJson());
	}

	/**
	 * Revoke the leadership.
	 * @return completed when the next leader may be named
	 */
	CompletableFuture<List<MessageReply>> revoke() {
		this.term.set(this.term.get().vacant());
		return this.router.ask(Destination.worker(ID), LeadershipMessage.TOPIC,
				new LeadershipMessage(false, this.epoch).toJson(), LONG);
	}

	@Override
	public void close() {
		this.context.close();
		this.router.close();
	}

}
