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

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.clusterboot.process.command.OsString;

/**
 * The start of a command by {@link ProcessBuilder} alone, without a shell between, where
 * everything that was asked for can be expressed in the JDK.
 *
 * @param command the words
 * @param options how to start it
 */
record PlainStart(List<OsString> command, SpawnOptions options) {

	/**
	 * Return a builder with everything except the descriptors.
	 * @param plan the places of the descriptors
	 * @return empty if something needs the shell
	 */
	Optional<ProcessBuilder> processBuilder(StdioPlan plan) {
		if (!plan.redirections().isEmpty() || changesTheProcess()
				|| !this.command.stream().allMatch(OsString::isPlain)) {
			return Optional.empty();
		}
		ProcessBuilder builder = new ProcessBuilder();
		Optional<OsString> directory = this.options.workingDirectory().map(OsString::of);
		if (!directory.map(OsString::isPlain).orElse(true) || !assignEnvironment(builder.environment())) {
			return Optional.empty();
		}
		directory.ifPresent((path) -> builder.directory(new File(path.toString())));
		List<String> words = new ArrayList<>(IgnoredSignals.launcher(this.options.ignoredSignals()));
		this.command.forEach((word) -> words.add(word.toString()));
		return Optional.of(builder.command(words));
	}

	private boolean changesTheProcess() {
		// The JDK would look for a bare name on the path of this process
		return this.command.get(0).toString().indexOf('/') == -1 || !signalsToIgnore().isEmpty()
				|| this.options.isDetached() || this.options.argv0().isPresent()
				|| Credentials.of(this.options).isPresent();
	}

	/**
	 * Return the signals that have to be ignored when the command is executed.
	 */
	private Set<Signal> signalsToIgnore() {
		return StandardInputChannel.ignoresSignals(this.options.environment()) ? Set.of()
				: this.options.ignoredSignals();
	}

	private boolean assignEnvironment(Map<String, String> target) {
		target.keySet().retainAll(this.options.environment().keySet());
		for (Map.Entry<String, String> variable : this.options.environment().entrySet()) {
			String name = variable.getKey();
			String value = variable.getValue();
			if (!value.equals(target.get(name))) {
				if (OsString.of(name).isPlain() && OsString.of(value).isPlain()) {
					target.put(name, value);
				}
				else if (!target.containsKey(name) || !value.equals(Inherited.VARIABLES.get(name))) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * The variables of this process, of which the JDK keeps the bytes unless they are
	 * changed.
	 */
	private static final class Inherited {

		private static final Map<String, String> VARIABLES = ProcSelf.environment();

	}

}
