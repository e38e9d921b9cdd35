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

import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeadershipGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * A job, if one is asked for.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.job-interval")
@EnableScheduling
class JobConfiguration {

	@Bean
	Job job(ClusterLeadership leadership) {
		return new Job(leadership);
	}

	/**
	 * Runs in each worker, or in the leader, as {@code cluster.scheduled} says.
	 */
	static final class Job {

		private static final Logger log = LoggerFactory.getLogger(Job.class);

		private final ClusterLeadership leadership;

		Job(ClusterLeadership leadership) {
			this.leadership = leadership;
		}

		@Scheduled(fixedRateString = "${sample.job-interval}")
		void run() {
			log.info("Job runs: pid {}, epoch {}", ProcessHandle.current().pid(),
					this.leadership.current().map(LeadershipGuard::epoch).orElse(0L));
		}

	}

}
