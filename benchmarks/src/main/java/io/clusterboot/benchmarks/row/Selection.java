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

package io.clusterboot.benchmarks.row;

import java.util.Collection;
import java.util.List;

/**
 * Rows of a family that are to be measured.
 *
 * @param rows the rows, at least one
 */
public record Selection(List<Row> rows) {

	/**
	 * Return whether a row is to be measured.
	 * @param row the row
	 * @return whether it is
	 */
	public boolean has(Row row) {
		return this.rows.contains(row);
	}

	/**
	 * Return whether one of some rows is to be measured.
	 * @param any the rows
	 * @return whether one is
	 */
	public boolean hasAny(Collection<Row> any) {
		return any.stream().anyMatch(this::has);
	}

	/**
	 * Return whether a contestant takes part in a row that is to be measured.
	 * @param contestant the contestant
	 * @return whether it does
	 */
	public boolean needs(String contestant) {
		return this.rows.stream().anyMatch((row) -> row.contestants().contains(contestant));
	}

}
