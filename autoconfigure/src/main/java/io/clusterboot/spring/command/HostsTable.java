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

package io.clusterboot.spring.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

/**
 * The clusters of all hosts as a table for people.
 *
 * @param status what the master knows of them, as JSON
 */
record HostsTable(JsonNode status) {

	private static final List<String> HEAD = List.of("HOST", "PID", "GEN", "PHASE", "READY", "LEADER", "SINCE", "ON");

	private static final int INDENT = 2;

	void print(PrintWriter out) {
		List<List<String>> rows = new ArrayList<>(List.of(HEAD));
		this.status.path("hosts").forEach((host) -> rows.add(row(host)));
		String failure = text(this.status, "failure");
		out.println("%d hosts of '%s', engine %s%s".formatted(rows.size() - 1, text(this.status, "group"),
				text(this.status, "engine"), failure.isEmpty() ? "" : ", which does not answer: " + failure));
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < row.size(); i++) {
				int column = i;
				int width = rows.stream().mapToInt((other) -> other.get(column).length()).max().orElse(0) + INDENT;
				line.append(row.get(i)).append(" ".repeat(width - row.get(i).length()));
			}
			out.println(line.toString().stripTrailing());
		}
		JsonNode roll = this.status.path("roll");
		if (roll.isObject()) {
			out.println("roll over hosts: " + text(roll, "text"));
		}
		out.flush();
	}

	private List<String> row(JsonNode host) {
		String own = text(host, "id").equals(text(this.status, "self")) ? " (this)" : "";
		List<String> addresses = new ArrayList<>();
		host.path("addresses").forEach((address) -> addresses.add(address.asString("")));
		return List.of(text(host, "name") + own, text(host, "pid"), text(host, "generation"),
				text(host, "phase").toLowerCase(Locale.ROOT), text(host, "ready") + "/" + text(host, "size"),
				host.path("leads").asBoolean(false) ? "epoch " + text(host, "epoch") : "", text(host, "startedAt"),
				String.join(", ", addresses));
	}

	private static String text(JsonNode object, String name) {
		JsonNode value = object.path(name);
		return value.isMissingNode() || value.isNull() ? "" : value.asString("");
	}

}
