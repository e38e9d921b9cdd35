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
import java.util.Map;
import java.util.function.UnaryOperator;

import io.clusterboot.process.command.DebuggerWait;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.PortOutOfRangeException;

/**
 * The program of a worker. An instance is immutable, and may be used from any thread.
 */
public sealed interface WorkerProgram {

	/**
	 * Return the words that start the program.
	 * @param numbers the numbers of the worker
	 * @return the executable and its arguments
	 */
	List<String> toCommandLine(WorkerNumbers numbers);

	/**
	 * A JVM with this library.
	 *
	 * @param command its command line; debugger and JMX ports in it are moved for each
	 * worker
	 * @param debuggerWait whether it waits for a debugger, if it has a debug agent
	 * @param defaults variables that it gets unless the environment of all workers has
	 * them
	 */
	record Jvm(JavaCommand command, DebuggerWait debuggerWait, Map<String, String> defaults) implements WorkerProgram {

		/**
		 * Create a new instance.
		 */
		public Jvm {
			defaults = Map.copyOf(defaults);
		}

		/**
		 * Create a new instance without variables of its own.
		 */
		public Jvm(JavaCommand command, DebuggerWait debuggerWait) {
			this(command, debuggerWait, Map.of());
		}

		/**
		 * Create a new instance that does not wait for a debugger.
		 */
		public Jvm(JavaCommand command) {
			this(command, DebuggerWait.NONE);
		}

		@Override
		public List<String> toCommandLine(WorkerNumbers numbers) {
			return forWorker(numbers).toCommandLine().stream().map(numbers::fill).toList();
		}

		private JavaCommand forWorker(WorkerNumbers numbers) {
			return this.command.forSlot(numbers.portIndex(), this.debuggerWait);
		}

		/**
		 * Return the environment of the worker.
		 * @param environment the environment of all workers
		 * @param numbers the numbers of the worker
		 * @return a new map
		 */
		public Map<String, String> environment(Map<String, String> environment, WorkerNumbers numbers) {
			Map<String, String> own = JavaCommand.environmentForSlot(environment, numbers.portIndex(),
					this.debuggerWait);
			this.defaults.forEach(own::putIfAbsent);
			return own;
		}

		/**
		 * Return the ports that a debugger or JMX listens on in the worker.
		 * @param environment the environment of all workers
		 * @param numbers the numbers of the worker
		 * @return a description of each
		 * @throws PortOutOfRangeException if a port would be greater than 65535
		 */
		public List<String> ports(Map<String, String> environment, WorkerNumbers numbers) {
			return forWorker(numbers).ports(environment(environment, numbers));
		}

		/**
		 * Return whether the worker waits for a debugger before it starts.
		 * @param environment the environment of all workers
		 * @return whether it has a debug agent that waits
		 */
		public boolean waitsForDebugger(Map<String, String> environment) {
			return this.debuggerWait == DebuggerWait.UNTIL_ATTACHED && this.command.hasDebugAgent(environment);
		}

		public Jvm with(UnaryOperator<JavaCommand> change) {
			return new Jvm(change.apply(this.command), this.debuggerWait, this.defaults);
		}

		/**
		 * Return this program for a worker that may wait for a debugger.
		 * @param debuggerWait whether it waits
		 * @return a new program
		 */
		public Jvm with(DebuggerWait debuggerWait) {
			return new Jvm(this.command, debuggerWait, this.defaults);
		}

		/**
		 * Return this program with other variables.
		 * @param defaults variables that it gets unless the environment of all workers
		 * has them
		 * @return a new program
		 */
		public Jvm withDefaults(Map<String, String> defaults) {
			return new Jvm(this.command, this.debuggerWait, defaults);
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
		public List<String> toCommandLine(WorkerNumbers numbers) {
			return this.words.stream().map(numbers::fill).toList();
		}

	}

}
