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
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.SharedUdp;
import io.clusterboot.spring.worker.WorkerSession;
import io.clusterboot.spring.worker.WorkerUdp;
import reactor.netty.udp.UdpServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets UDP servers of Reactor Netty share their ports. There is a bean in every role, as
 * the bean definitions of an application have to work in all of them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(UdpServer.class)
class UdpConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	WorkerUdp sharedUdp(WorkerSession session) {
		WorkerUdp udp = new WorkerUdp(session.worker(), session::watch);
		session.quarantine().observe(udp::suspend);
		return udp;
	}

	@Bean
	@ConditionalOnClusterRole({ ClusterRole.STANDALONE, ClusterRole.MASTER })
	SharedUdp unsharedUdp() {
		return (server) -> server;
	}

}
