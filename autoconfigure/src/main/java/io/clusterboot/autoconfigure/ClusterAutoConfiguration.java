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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of a cluster. The role of this
 * process selects the parts; each has a {@link Cluster}.
 */
@AutoConfiguration
@Import({ ClusterPropertiesConfiguration.class, ProcessConfiguration.class, MasterConfiguration.class,
		WorkerConfiguration.class, WorkerDatasourceConfiguration.class, NettyWorkerConfiguration.class,
		ServletWorkerConfiguration.class, TomcatWorkerConfiguration.class, JettyWorkerConfiguration.class,
		StandaloneConfiguration.class, UdpConfiguration.class, MessagingConfiguration.class, CacheConfiguration.class,
		LeadershipConfiguration.class })
public final class ClusterAutoConfiguration {

}
