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
package io.clusterboot.cluster.master;

import io.clusterboot.cluster.launch.Deployment;

/**
 * How many workers of new slots may start at the same time.
 *
 * @param fromJars how many, if they load their classes from jars
 * @param fromArchives how many, if they have an archive of their classes: such a start
 * takes less of the processors
 * @param firstAlone whether the first worker of a cluster that starts is alone until it
 * is ready
 */
public record ForkParallelism(int fromJars, int fromArchives, boolean firstAlone) {

	/**
	 * All at the same time.
	 */
	public static final ForkParallelism UNLIMITED = new ForkParallelism(Integer.MAX_VALUE, Integer.MAX_VALUE, false);

	/**
	 * Return the same, with a first worker that is alone or not.
	 * @param alone whether it is
	 * @return the new settings
	 */
	public ForkParallelism withFirstAlone(boolean alone) {
		return new ForkParallelism(this.fromJars, this.fromArchives, alone);
	}

	int of(Deployment deployment) {
		return deployment.archived() ? this.fromArchives : this.fromJars;
	}

}
