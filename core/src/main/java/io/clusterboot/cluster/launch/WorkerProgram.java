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

package io.clusterboot.cluster.launch;

import java.util.List;
import java.util.function.UnaryOperator;

import io.clusterboot.process.command.JavaCommand;

/**
 * The program of a worker. An instance is immutable, and may be used from any thread.
 */
public sealed interface WorkerProgram {

	/**
	 * Return the words that start the program.
	 * @param slot the slot of the worker
	 * @return the executable and its arguments
	 */
	List<String> toCommandLine(int slot);

	/**
	 * A JVM with this library.
	 *
	 * @param command its command line; debugger and JMX ports in it are moved for each
	 * slot
	 */
	record Jvm(JavaCommand command) implements WorkerProgram {

		@Override
		public List<String> toCommandLine(int slot) {
			return this.command.forSlot(slot).toCommandLine();
		}

		Jvm with(UnaryOperator<JavaCommand> change) {
			return new Jvm(change.apply(this.command));
		}

	}

	/**
	 * Another program that speaks Node's cluster protocol, such as {@code node} with a
	 * script. It runs from the files themselves: nothing is copied for a generation, and
	 * a worker that is forked after a change runs the changed files.
	 *
	 * @param words the executable and its arguments, at least one
	 */
	record Command(List<String> words) implements WorkerProgram {

		/**
		 * Create a new instance.
		 */
		public Command {
			words = List.copyOf(words);
			if (words.isEmpty() || words.get(0).isBlank()) {
				throw new IllegalArgumentException(
						"command: %s (expected: a program and its arguments)".formatted(words));
			}
		}

		@Override
		public List<String> toCommandLine(int slot) {
			return this.words;
		}

	}

}
