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

package io.clusterboot.sample;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A number in the query of a request.
 *
 * @param min the smallest number accepted
 * @param max the largest number accepted
 * @param whenAbsent the number if the query has none
 */
record IntParameter(String name, int min, int max, int whenAbsent) {

	int parse(@Nullable String value) {
		if (value == null) {
			return this.whenAbsent;
		}
		try {
			int number = Integer.parseInt(value);
			if (number >= this.min && number <= this.max) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// reported below, like a number out of range
		}
		throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
				this.name + ": " + value + " (expected: " + this.min + ".." + this.max + ")");
	}

}
