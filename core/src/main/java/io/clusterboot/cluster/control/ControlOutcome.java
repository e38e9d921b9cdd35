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

package io.clusterboot.cluster.control;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a request ended, or that it has not.
 */
public sealed interface ControlOutcome {

	/**
	 * Return what happened, in words.
	 * @return a sentence without a full stop
	 */
	String text();

	/**
	 * It was done.
	 *
	 * @param text what happened, in words
	 * @param detail the result, {@code null} if there is none
	 */
	record Done(String text, @Nullable JsonNode detail) implements ControlOutcome {

	}

	/**
	 * It has begun, and nobody wanted to wait for its end.
	 *
	 * @param text what was requested, in words
	 */
	record Accepted(String text) implements ControlOutcome {

	}

	/**
	 * It goes on, and was not done within the time.
	 *
	 * @param text what was requested, in words
	 */
	record Late(String text) implements ControlOutcome {

	}

	/**
	 * It was not done.
	 *
	 * @param text why
	 * @param lastOutput the last lines of the worker that failed, empty if none did
	 */
	record Failed(String text, List<String> lastOutput) implements ControlOutcome {

	}

	/**
	 * It cannot be understood.
	 *
	 * @param text what is wrong with it
	 */
	record Rejected(String text) implements ControlOutcome {

	}

}
