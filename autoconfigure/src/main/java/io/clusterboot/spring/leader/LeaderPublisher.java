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

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Supplier;

import io.clusterboot.spring.leadership.ClusterLeadership;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ReflectionUtils;

/**
 * Stands for a scheduled method that returns a publisher. As Spring calls such a method
 * once, and subscribes to its publisher whenever its time comes, it is the subscription
 * that is skipped where another process leads.
 */
final class LeaderPublisher {

	/**
	 * The method to schedule in place of that of the bean.
	 */
	static final Method METHOD = Objects
		.requireNonNull(ReflectionUtils.findMethod(LeaderPublisher.class, "whileLeading"));

	private static final Subscription NONE = new Subscription() {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	};

	private final Publisher<Object> publisher;

	private final Supplier<ClusterLeadership> leadership;

	private LeaderPublisher(Publisher<Object> publisher, Supplier<ClusterLeadership> leadership) {
		this.publisher = publisher;
		this.leadership = leadership;
	}

	/**
	 * Call a method of a bean for its publisher.
	 */
	static LeaderPublisher of(Object bean, Method method, Supplier<ClusterLeadership> leadership) {
		Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		Object value = ReflectionUtils.invokeMethod(invocable, bean);
		Publisher<Object> publisher = Objects
			.requireNonNull(ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()))
			.toPublisher(value);
		return new LeaderPublisher(publisher, leadership);
	}

	/**
	 * Return the publisher, or one without elements, decided for each subscription.
	 */
	Publisher<Object> whileLeading() {
		return this::subscribe;
	}

	private void subscribe(Subscriber<? super Object> subscriber) {
		if (this.leadership.get().isLeader()) {
			this.publisher.subscribe(subscriber);
		}
		else {
			subscriber.onSubscribe(NONE);
			subscriber.onComplete();
		}
	}

}
