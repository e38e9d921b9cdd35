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

package io.clusterboot.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The environment that a process was started with. The variables of a channel may have
 * been set for another process: they are inherited by everything that a worker, an IDE or
 * a task runner starts. They are left out if the descriptor they name is not the channel
 * to the parent of this process.
 *
 * @param variables the environment
 * @param ignored which variables were left out and why, empty if none was
 */
record InheritedEnvironment(Map<String, String> variables, Optional<String> ignored) {

	InheritedEnvironment {
		variables = Map.copyOf(variables);
	}

	/**
	 * Trust an environment.
	 */
	static InheritedEnvironment trusted(Map<String, String> environment) {
		return new InheritedEnvironment(environment, Optional.empty());
	}

	static InheritedEnvironment ofThisProcess() {
		return examined(ProcSelf.environment(), ProcSelf.parent());
	}

	/**
	 * Free the standard input of this process if its channel is there.
	 * @return the environment with the place of the channel from now on
	 */
	InheritedEnvironment withMovedChannel() {
		return new InheritedEnvironment(StandardInputChannel.move(this.variables), this.ignored);
	}

	/**
	 * Examine the environment of this process.
	 * @param environment the environment
	 * @param parent the process id of the parent
	 */
	static InheritedEnvironment examined(Map<String, String> environment, long parent) {
		if (environment.keySet().stream().noneMatch(InheritedChannel.VARIABLES::contains)) {
			return trusted(environment);
		}
		Map<String, String> own = environment;
		if (environment.containsKey(InheritedChannel.CHANNEL_FD)
				&& environment.containsKey(InheritedChannel.NODE_CHANNEL_FD) && !ParentSocket.isJvm(parent)) {
			// Node sets its own variables and passes on all others
			own = without(environment, InheritedChannel.CLUSTER_VARIABLES);
		}
		String objection = objection(own, parent);
		if (objection == null) {
			return trusted(own);
		}
		List<String> ignored = new ArrayList<>();
		InheritedChannel.TELLING_VARIABLES.stream()
			.filter(environment::containsKey)
			.forEach((name) -> ignored.add(name + "=" + environment.get(name)));
		return new InheritedEnvironment(without(environment, InheritedChannel.VARIABLES), ignored.isEmpty()
				? Optional.empty() : Optional.of("Ignored %s: %s".formatted(String.join(", ", ignored), objection)));
	}

	private static @Nullable String objection(Map<String, String> environment, long parent) {
		String name = environment.containsKey(InheritedChannel.CHANNEL_FD) ? InheritedChannel.CHANNEL_FD
				: InheritedChannel.NODE_CHANNEL_FD;
		String value = environment.get(name);
		if (value == null) {
			return "this process was forked by no master (expected: %s too, set by one)".formatted(name);
		}
		if (!value.matches("\\d{1,9}")) {
			return "%s is no descriptor (expected: a number >= 0, set by a master)".formatted(name);
		}
		return new ParentSocket(Integer.parseInt(value), parent).objection();
	}

	private static Map<String, String> without(Map<String, String> environment, Set<String> names) {
		Map<String, String> rest = new HashMap<>(environment);
		rest.keySet().removeAll(names);
		return rest;
	}

}
