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

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.actuator.ClusterInfo;
import io.clusterboot.spring.worker.WorkerSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what {@code info} says of the
 * cluster, in the master and in workers.
 */
@AutoConfiguration(afterName = "io.clusterboot.autoconfigure.ClusterAutoConfiguration")
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnClusterRole({ ClusterRole.MASTER, ClusterRole.WORKER })
public final class ClusterInfoAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.WORKER)
	@ConditionalOnEnabledInfoContributor("cluster")
	ClusterInfo workerInfoContributor(Cluster workerCluster, WorkerSession session) {
		long master = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
		return new ClusterInfo(workerCluster,
				() -> session.scoreboard()
					.master()
					.published()
					.summary()
					.map(ClusterSummary::size)
					.orElseGet(workerCluster::size),
				master, () -> session.scoreboard().master().published().leader());
	}

	@Bean
	@Lazy
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	@ConditionalOnEnabledInfoContributor("cluster")
	ClusterInfo masterInfoContributor(Cluster masterCluster, ObjectProvider<ClusterMaster> master) {
		return new ClusterInfo(masterCluster, masterCluster::size, ProcessHandle.current().pid(),
				() -> master.stream().findFirst().map(ClusterMaster::leader).orElse(LeaderTerm.NONE));
	}

}
