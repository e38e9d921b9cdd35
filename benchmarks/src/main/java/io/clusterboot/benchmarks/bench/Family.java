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

package io.clusterboot.benchmarks.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * Rows that are measured together, as they share servers or are compared with each other.
 */
public interface Family {

	/**
	 * Return the heading in the report.
	 * @return the heading
	 */
	String title();

	/**
	 * Return how the figures come about, for the report.
	 * @return some sentences
	 */
	String description();

	/**
	 * Return all rows.
	 * @return the rows
	 */
	List<Row> rows();

	/**
	 * Return the rows of the short form.
	 * @return the ids of some rows
	 */
	Set<String> shortRows();

	/**
	 * Return how many rounds are run unless the command line says so.
	 * @return the number of figures of each contestant in each row
	 */
	int rounds();

	/**
	 * Return the units of figures that are worth a chart, beside that of the ratios.
	 * @return the units
	 */
	default Set<Unit> charts() {
		return Set.of();
	}

	/**
	 * Start what is measured in all rounds, and warm it up.
	 * @param bench what to measure with
	 * @param selection the rows to measure
	 * @return what measures round by round; the caller closes it
	 * @throws IOException if something does not start
	 * @throws InterruptedException if the thread is interrupted
	 * @throws MissingToolException if a tool is missing without which there is no figure
	 */
	Session open(Bench bench, Selection selection) throws IOException, InterruptedException;

}
