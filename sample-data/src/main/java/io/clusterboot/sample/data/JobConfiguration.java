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

package io.clusterboot.sample.data;

import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Jobs of Spring Batch and of Quartz, if they are asked for.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.jobs")
class JobConfiguration {

	private static final Logger log = LoggerFactory.getLogger(JobConfiguration.class);

	private static final int INTERVAL = 200;

	@Bean
	Job report(JobRepository repository, PlatformTransactionManager transactions) {
		Step step = new StepBuilder("write", repository).tasklet((contribution, chunk) -> {
			log.info("Batch job runs: pid {}", ProcessHandle.current().pid());
			return RepeatStatus.FINISHED;
		}, transactions).build();
		return new org.springframework.batch.core.job.builder.JobBuilder("report", repository).start(step).build();
	}

	@Bean
	SchedulerFactoryBean scheduler() {
		JobDetail tick = JobBuilder.newJob(Tick.class).withIdentity("tick").storeDurably().build();
		SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
		scheduler.setJobDetails(tick);
		scheduler.setTriggers(TriggerBuilder.newTrigger()
			.forJob(tick)
			.withSchedule(SimpleScheduleBuilder.simpleSchedule().withIntervalInMilliseconds(INTERVAL).repeatForever())
			.build());
		return scheduler;
	}

	/**
	 * Says that it was fired, and where.
	 */
	public static class Tick implements org.quartz.Job {

		@Override
		public void execute(JobExecutionContext context) {
			log.info("Quartz fires: pid {}", ProcessHandle.current().pid());
		}

	}

}
