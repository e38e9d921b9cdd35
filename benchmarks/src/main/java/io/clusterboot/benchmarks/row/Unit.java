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

import java.util.Locale;

/**
 * The unit of a figure, and how it is written.
 */
public enum Unit {

	/** Time. */
	SECONDS("s", "%,.2f", " s"),
	/** Time. */
	MILLIS("ms", "%,.2f", " ms"),
	/** Time. */
	MICROS("µs", "%,.1f", " µs"),
	/** Memory. */
	MEGABYTES("MB", "%,.0f", " MB"),
	/** Memory of what is small. */
	SMALL_MEGABYTES("MB", "%,.1f", " MB"),
	/** Requests, messages, handles, round trips. */
	PER_SECOND("per second", "%,.0f", "/s"),
	/** A number of things. */
	COUNT("", "%,.0f", "");

	private final String title;

	private final String format;

	private final String suffix;

	Unit(String title, String format, String suffix) {
		this.title = title;
		this.format = format;
		this.suffix = suffix;
	}

	/**
	 * Return the name of the unit.
	 * @return the name, empty if there is none
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Write a figure.
	 * @param value the figure
	 * @return the figure and the unit
	 */
	public String format(double value) {
		return number(value) + this.suffix;
	}

	/**
	 * Write a figure without the unit.
	 * @param value the figure
	 * @return the figure
	 */
	public String number(double value) {
		return String.format(Locale.ROOT, this.format, value);
	}

}
