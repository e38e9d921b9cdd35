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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import tools.jackson.databind.JsonNode;

/**
 * The status of a cluster as a table for people.
 *
 * @param status the status, as JSON
 * @param ansi whether there is colour
 */
record StatusTable(JsonNode status, Ansi ansi) {

	private static final List<String> HEAD = List.of("SLOT", "ID", "PID", "GEN", "STATE", "SINCE", "UP", "RESTARTS",
			"CONN", "REQS", "BUSY", "5XX", "LAG", "HEAP", "GC", "RSS", "CPU", "LAST EXIT");

	private static final int STATE = 4;

	private static final int INDENT = 2;

	private static final long MEBI = 1024 * 1024;

	/**
	 * Largest number of incidents that are listed.
	 */
	private static final int MAX_INCIDENTS = 5;

	void print(PrintWriter out) {
		JsonNode master = this.status.path("master");
		out.println(
				styled(text(master, "phase").toLowerCase(Locale.ROOT), phaseStyle(master)) + "  " + addresses(master));
		out.println("master pid %s, generation %s, %s, up %s, %s of %s workers ready, %s, %s, cpu %s".formatted(
				text(master, "pid"), text(master, "generation"), text(master, "schedulingPolicy"),
				duration(master, "uptime"), text(master, "ready"), text(master, "size"),
				count(master.path("connections").asLong(0), "connection"), memory(master, "residentBytes"),
				duration(master, "processorTime")));
		printLeader(out);
		printRoll(out);
		out.println();
		printWorkers(out);
		printIncidents(out);
		out.flush();
	}

	private static String addresses(JsonNode master) {
		String joined = String.join(", ",
				StreamSupport.stream(master.path("addresses").spliterator(), false)
					.map((address) -> address.asString(""))
					.toList());
		return text(master, "application") + (joined.isEmpty() ? "" : " on " + joined);
	}

	private static String phaseStyle(JsonNode master) {
		boolean complete = master.path("ready").asInt(0) >= master.path("size").asInt(0);
		return text(master, "phase").equals("SERVING") && complete ? "bold,green" : "bold,yellow";
	}

	private void printLeader(PrintWriter out) {
		JsonNode leader = this.status.path("leader");
		if (leader.isObject()) {
			out.println("worker %s leads, epoch %s".formatted(text(leader, "worker"), text(leader, "epoch")));
		}
	}

	private void printRoll(PrintWriter out) {
		JsonNode roll = this.status.path("roll");
		if (roll.isObject()) {
			out.println(styled("rolling restart to generation %s: %s of %s replaced, %s for %s".formatted(
					text(roll, "generation"), text(roll, "replaced"), text(roll, "workers"),
					text(roll, "step").toLowerCase(Locale.ROOT), since(roll)), "bold"));
		}
	}

	private void printWorkers(PrintWriter out) {
		List<List<String>> rows = new ArrayList<>(List.of(HEAD));
		List<JsonNode> workers = list(this.status.path("workers"));
		workers.forEach((worker) -> rows.add(row(worker)));
		for (JsonNode slot : list(this.status.path("slots"))) {
			if (workers.stream().noneMatch((worker) -> text(worker, "slot").equals(text(slot, "slot")))) {
				rows.add(emptyRow(slot));
			}
		}
		Column[] columns = new Column[HEAD.size()];
		for (int i = 0; i < columns.length; i++) {
			int index = i;
			int width = rows.stream().mapToInt((row) -> row.get(index).length()).max().orElse(0);
			columns[i] = new Column(width + INDENT, 0, Overflow.SPAN);
		}
		TextTable table = TextTable.forColumns(Help.defaultColorScheme(this.ansi), columns);
		for (int i = 0; i < rows.size(); i++) {
			List<String> row = rows.get(i);
			boolean isHead = i == 0;
			List<Ansi.Text> cells = new ArrayList<>();
			for (int column = 0; column < row.size(); column++) {
				cells.add(cell(row.get(column), isHead ? "bold" : (column == STATE) ? stateStyle(row.get(STATE)) : ""));
			}
			table.addRowValues(cells.toArray(Ansi.Text[]::new));
		}
		table.toString().lines().map(String::stripTrailing).forEach(out::println);
	}

	private Ansi.Text cell(String text, String style) {
		return style.isEmpty() || text.isEmpty() ? this.ansi.text(text)
				: this.ansi.text("@|" + style + " " + text + "|@");
	}

	private static String stateStyle(String state) {
		return switch (state) {
			case "ready" -> "green";
			case "dead", "empty", "in trouble" -> "red";
			case "quarantined" -> "magenta";
			default -> "yellow";
		};
	}

	private List<String> row(JsonNode worker) {
		JsonNode traffic = worker.path("traffic");
		JsonNode heap = worker.path("heap");
		JsonNode slot = slot(worker);
		return List.of(text(worker, "slot"), text(worker, "id"), text(worker, "pid"), text(worker, "generation"),
				state(worker), since(worker), duration(worker, "uptime"), text(slot, "restarts"),
				text(traffic, "connections"), text(traffic, "requests"), text(traffic, "requestsInFlight"),
				text(traffic, "serverErrors"), duration(traffic, "loopLag"),
				memory(heap, "usedBytes") + "/" + memory(heap, "maxBytes"), duration(heap, "collectionTime"),
				memory(worker, "residentBytes"), duration(worker, "processorTime"), lastExit(slot));
	}

	private static String state(JsonNode worker) {
		String state = text(worker, "state").toLowerCase(Locale.ROOT);
		JsonNode exhausted = worker.path("threadPool").path("exhausted");
		return Duration.parse(exhausted.asString("PT0S")).isZero() ? state : state + ", pool exhausted";
	}

	private static List<String> emptyRow(JsonNode slot) {
		String state = slot.path("inTrouble").asBoolean(false) ? "in trouble" : "empty";
		return List.of(text(slot, "slot"), "", "", "", state, "", "", text(slot, "restarts"), "", "", "", "", "", "",
				"", "", "", lastExit(slot));
	}

	private JsonNode slot(JsonNode worker) {
		return list(this.status.path("slots")).stream()
			.filter((slot) -> text(slot, "slot").equals(text(worker, "slot")))
			.findFirst()
			.orElse(worker.path("none"));
	}

	private static String lastExit(JsonNode slot) {
		JsonNode exit = slot.path("lastExit");
		return exit.isObject() ? text(exit, "cause") : "";
	}

	private void printIncidents(PrintWriter out) {
		List<JsonNode> incidents = list(this.status.path("incidents"));
		if (incidents.isEmpty()) {
			return;
		}
		out.println();
		out.println(styled("%s, the latest:".formatted(count(incidents.size(), "incident")), "bold"));
		for (JsonNode incident : incidents.subList(Math.max(0, incidents.size() - MAX_INCIDENTS), incidents.size())) {
			String file = text(incident, "file");
			out.println("  " + text(incident, "time") + "  " + text(incident, "text").lines().findFirst().orElse("")
					+ (file.isEmpty() ? "" : " (" + file + ")"));
		}
	}

	private String styled(String text, String style) {
		return Markup.styled(text, style, this.ansi);
	}

	private static List<JsonNode> list(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).toList();
	}

	private static String text(JsonNode object, String name) {
		JsonNode value = object.path(name);
		return value.isMissingNode() || value.isNull() ? "" : value.asString("");
	}

	private static String count(long number, String noun) {
		return number + " " + noun + ((number == 1) ? "" : "s");
	}

	private static String memory(JsonNode object, String name) {
		long bytes = object.path(name).asLong(0);
		return (bytes == 0) ? "-" : (bytes + MEBI / 2) / MEBI + "M";
	}

	private String since(JsonNode object) {
		return duration(
				Duration.between(Instant.parse(text(object, "since")), Instant.parse(text(this.status, "time"))));
	}

	private static String duration(JsonNode object, String name) {
		return duration(Duration.parse(text(object, name)));
	}

	/**
	 * Write a duration in at most two units: {@code 12ms}, {@code 3.4s}, {@code 2m 5s},
	 * {@code 3h 12m}, {@code 4d 2h}.
	 */
	static String duration(Duration duration) {
		long seconds = Math.max(0, duration.toSeconds());
		if (seconds == 0) {
			return Math.max(0, duration.toMillis()) + "ms";
		}
		if (seconds < 60) {
			return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
		}
		if (seconds < 3600) {
			return "%dm %ds".formatted(seconds / 60, seconds % 60);
		}
		return (seconds < 86_400) ? "%dh %dm".formatted(seconds / 3600, seconds % 3600 / 60)
				: "%dd %dh".formatted(seconds / 86_400, seconds % 86_400 / 3600);
	}

}
