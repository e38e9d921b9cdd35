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

package io.clusterboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.clusterboot.benchmarks.row.Row;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All figures that the report is made of, as they are in the file beside it. Figures of
 * several runs add up to one report.
 *
 * @param machines the machines that figures come from
 * @param rows the figures of each row, by its id
 */
record RawFigures(List<Machine> machines, Map<String, Measured> rows) {

	private static final JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	/**
	 * Copy the collections.
	 */
	RawFigures {
		machines = List.copyOf(machines);
		rows = new TreeMap<>(rows);
	}

	/**
	 * Read the file, if there is one.
	 */
	static RawFigures read(Path file) throws IOException {
		return Files.exists(file) ? mapper.readValue(Files.readString(file), RawFigures.class)
				: new RawFigures(List.of(), Map.of());
	}

	void write(Path file) throws IOException {
		Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
		Files.writeString(temporary, mapper.writeValueAsString(withoutUnusedMachines()) + "\n");
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Return these figures with those of a run in place of older ones.
	 * @param machine the machine of the run
	 * @param date the date of the run
	 * @param figures the figures of each contestant in each row
	 */
	RawFigures with(Machine machine, String date, Map<Row, Map<String, List<Double>>> figures) {
		List<Machine> allMachines = new ArrayList<>(this.machines);
		if (!allMachines.contains(machine)) {
			allMachines.add(machine);
		}
		Map<String, Measured> all = new TreeMap<>(this.rows);
		figures.forEach(
				(row, values) -> all.put(row.id(), new Measured(allMachines.indexOf(machine), date, copy(values))));
		return new RawFigures(allMachines, all);
	}

	/**
	 * Return figures that follow those of the same row here, unless they come from
	 * another machine.
	 */
	Map<String, List<Double>> appended(Row row, Machine machine, Map<String, List<Double>> figures) {
		Map<String, List<Double>> all = new TreeMap<>();
		Optional<Measured> before = of(row).filter((measured) -> this.machines.get(measured.machine()).equals(machine));
		before.ifPresent((measured) -> measured.values().forEach((name, list) -> all.put(name, new ArrayList<>(list))));
		figures.forEach((name, list) -> all.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(list));
		return all;
	}

	Optional<Measured> of(Row row) {
		return Optional.ofNullable(this.rows.get(row.id()));
	}

	private RawFigures withoutUnusedMachines() {
		List<Machine> used = this.machines.stream()
			.filter((machine) -> this.rows.values()
				.stream()
				.anyMatch((row) -> row.machine() == this.machines.indexOf(machine)))
			.toList();
		Map<String, Measured> renumbered = new TreeMap<>();
		this.rows.forEach((id, row) -> renumbered.put(id,
				new Measured(used.indexOf(this.machines.get(row.machine())), row.date(), row.values())));
		return new RawFigures(used, renumbered);
	}

	private static Map<String, List<Double>> copy(Map<String, List<Double>> values) {
		Map<String, List<Double>> copy = new TreeMap<>();
		values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
		return copy;
	}

	/**
	 * The figures of a row.
	 *
	 * @param machine the index of the machine
	 * @param date the date of the run
	 * @param values the figures of each contestant, in the order of the rounds
	 */
	record Measured(int machine, String date, Map<String, List<Double>> values) {

	}

}
