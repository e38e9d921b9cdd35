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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the report: a figure of one contestant, the subject, and of those that it is
 * compared with. An instance is immutable.
 *
 * @param id the name in the file of raw figures: {@code family/row}
 * @param title what is measured
 * @param unit the unit of the figure
 * @param better the direction in which it gets better
 * @param subject the contestant that is compared with others
 * @param aim what the figure of the subject should be
 * @param references those that it is compared with
 */
public record Row(String id, String title, Unit unit, Better better, String subject, Aim aim,
		List<Reference> references) {

	/**
	 * Copy the list.
	 */
	public Row {
		references = List.copyOf(references);
	}

	/**
	 * Create a row that is compared with nothing.
	 * @param id the name in the file of raw figures: {@code family/row}
	 * @param title what is measured
	 * @param unit the unit of the figure
	 * @param better the direction in which it gets better
	 * @param subject the contestant
	 * @return the row
	 */
	public static Row of(String id, String title, Unit unit, Better better, String subject) {
		return new Row(id, title, unit, better, subject, Aim.NONE, List.of());
	}

	/**
	 * Return this row with an aim for the figure itself.
	 * @param figure what it should be
	 * @return a new row
	 */
	public Row aiming(Aim figure) {
		return new Row(this.id, this.title, this.unit, this.better, this.subject, figure, this.references);
	}

	/**
	 * Return this row compared with one more contestant.
	 * @param contestant the other
	 * @param ratio what the figure of the subject, divided by that of the other, should
	 * be
	 * @return a new row
	 */
	public Row against(String contestant, Aim ratio) {
		List<Reference> more = new ArrayList<>(this.references);
		more.add(new Reference(contestant, ratio));
		return new Row(this.id, this.title, this.unit, this.better, this.subject, this.aim, more);
	}

	/**
	 * Return this row compared with one more contestant, with no aim.
	 * @param contestant the other
	 * @return a new row
	 */
	public Row against(String contestant) {
		return against(contestant, Aim.NONE);
	}

	/**
	 * Return the family.
	 * @return the first part of the id
	 */
	public String family() {
		return this.id.substring(0, this.id.indexOf('/'));
	}

	/**
	 * Return all contestants.
	 * @return the subject, and the others
	 */
	public List<String> contestants() {
		return Stream.concat(Stream.of(this.subject), this.references.stream().map(Reference::contestant)).toList();
	}

	/**
	 * A contestant that the subject is compared with.
	 *
	 * @param contestant the other
	 * @param aim what the figure of the subject, divided by that of the other, should be
	 */
	public record Reference(String contestant, Aim aim) {

	}

}
