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

package io.clusterboot.autoconfigure;

import java.time.Instant;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.scoreboard.PublishedState;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.leader.LeaderBeans;
import io.clusterboot.spring.leader.LeaderLifecycles;
import io.clusterboot.spring.leader.LeaderOnlyBeans;
import io.clusterboot.spring.leader.LeaderRunners;
import io.clusterboot.spring.leader.LeaderScheduling;
import io.clusterboot.spring.leader.ProcessLeadership;
import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeaderLifecycle;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.LeaderOnly;
import io.clusterboot.spring.settings.ScheduledRule;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * The leadership, in every role.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER, ClusterRole.STANDALONE })
class LeadershipConfiguration {

	/**
	 * A master never leads.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	static class MasterLeadershipConfiguration {

		@Bean
		ClusterLeadership masterLeadership() {
			return ProcessLeadership.never();
		}

	}

	/**
	 * A worker leads when the master names it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	static class WorkerLeadershipConfiguration {

		@Bean
		ClusterLeadership workerLeadership(WorkerSession session) {
			PublishedState master = session.scoreboard().master().published();
			return new ProcessLeadership(session.cluster().workerId().orElseThrow(), master::leader, master::leaseEnd,
					System::nanoTime);
		}

		@Bean
		static LeaderOnlyBeans leaderOnlyBeans(ConfigurableListableBeanFactory beanFactory, Environment environment) {
			return new LeaderOnlyBeans(beanFactory,
					BoundProperties.of(environment).getLeaderOnly().stream().flatMap(LeaderOnly::types));
		}

		@Bean
		LeaderBeans workerLeaderBeans(MessageBus bus, ClusterLeadership leadership, ApplicationContext context,
				LeaderOnlyBeans beans, WorkerSession session) {
			return new LeaderBeans(bus, leadership, context, beans::lifecycles,
					session.scoreboard().master().published()::leaseEnd);
		}

		/**
		 * Decided when the application starts, as the next two are, and not while it is
		 * processed ahead of time.
		 */
		@Bean
		static LeaderLifecycles leaderLifecycles(ObjectProvider<LeaderOnlyBeans> beans) {
			return new LeaderLifecycles(!isProcessed(), beans::getObject);
		}

		@Bean
		static LeaderRunners leaderRunners(ObjectProvider<LeaderOnlyBeans> beans) {
			return new LeaderRunners(beans::getObject);
		}

		@Bean
		static LeaderScheduling leaderScheduling(Environment environment, ObjectProvider<LeaderOnlyBeans> beans,
				ObjectProvider<ClusterLeadership> leadership) {
			boolean all = BoundProperties.of(environment).getScheduled() == ScheduledRule.LEADER;
			return new LeaderScheduling(!isProcessed(), (name) -> all || beans.getObject().isMarked(name),
					leadership::getObject);
		}

		private static boolean isProcessed() {
			return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
		}

	}

	/**
	 * A standalone application always leads.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(ClusterRole.STANDALONE)
	static class StandaloneLeadershipConfiguration {

		@Bean
		ClusterLeadership standaloneLeadership() {
			return ProcessLeadership.always(LeaderTerm.epochAt(Instant.now()));
		}

		@Bean
		LeaderBeans standaloneLeaderBeans(ClusterLeadership leadership, ApplicationContext context,
				ObjectProvider<LeaderLifecycle> beans) {
			return new LeaderBeans(null, leadership, context, () -> beans.stream().toList());
		}

	}

}
