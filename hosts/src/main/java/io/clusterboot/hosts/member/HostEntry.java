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

package io.clusterboot.hosts.member;

import java.util.Comparator;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.hosts.HostIdentity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a host last said about its cluster.
 *
 * @param json the entry, as it is in the engine
 */
record HostEntry(JsonNode json) {

	static final Comparator<HostEntry> BY_NAME = Comparator.comparing(HostEntry::name).thenComparing(HostEntry::id);

	/**
	 * Make the entry of this host.
	 */
	static HostEntry of(HostIdentity self, ClusterStatus status, LeaderTerm term) {
		MasterStatus master = status.master();
		ObjectNode json = JsonMapper.shared()
			.createObjectNode()
			.put("id", self.id())
			.put("name", self.name())
			.put("pid", master.pid())
			.put("startedAt", master.startedAt().toString())
			.put("phase", master.phase().name())
			.put("generation", master.generation())
			.put("size", master.size())
			.put("ready", master.ready())
			.put("leads", term.hasLeader())
			.put("epoch", term.epoch());
		master.addresses().forEach(json.putArray("addresses")::add);
		return new HostEntry(json);
	}

	static HostEntry parse(String text) {
		return new HostEntry(JsonMapper.shared().readTree(text));
	}

	String id() {
		return this.json.path("id").asString("");
	}

	String name() {
		return this.json.path("name").asString("");
	}

}
