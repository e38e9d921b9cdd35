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

package io.clusterboot.spring.actuator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.scoreboard.LeaderTerm;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Says in {@code info} which process of the cluster answers.
 *
 * @param cluster the cluster as this process sees it
 * @param size how many workers there are meant to be
 * @param masterPid the process id of the master
 * @param leader reads which worker leads
 */
public record ClusterInfo(Cluster cluster, IntSupplier size, long masterPid,
		Supplier<LeaderTerm> leader) implements InfoContributor {

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("role", this.cluster.role().name().toLowerCase(Locale.ROOT));
		details.put("size", this.size.getAsInt());
		details.put("generation", this.cluster.generation());
		this.cluster.workerId().ifPresent((id) -> details.put("worker", id));
		this.cluster.slot().ifPresent((slot) -> details.put("slot", slot));
		details.put("masterPid", this.masterPid);
		LeaderTerm term = this.leader.get();
		if (term.hasLeader()) {
			details.put("leader", Map.of("worker", term.worker(), "epoch", term.epoch()));
		}
		builder.withDetail("cluster", details);
	}

}
