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

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.event.ProcessMessagePublisher;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * This process, and the messages of the process that forked it. The same in every role.
 * <p>
 * The condition names every role and so is always true. It is there for the master, where
 * only beans that ask for {@link ClusterRole#MASTER} are created eagerly and have their
 * life cycle: without it the publisher would be lazy there, and never listen.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER, ClusterRole.STANDALONE })
class ProcessConfiguration {

	/**
	 * The channel does not keep an application alive, whether or not the application
	 * listens to messages: {@code spring.main.keep-alive} does that.
	 */
	@Bean
	@ConditionalOnMissingBean
	CurrentProcess currentProcess() {
		CurrentProcess process = CurrentProcess.get();
		if (process.hasChannel()) {
			process.unref();
		}
		return process;
	}

	@Bean
	ProcessMessagePublisher processMessagePublisher(CurrentProcess process, ApplicationEventPublisher publisher) {
		return new ProcessMessagePublisher(process, publisher);
	}

}
