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

package io.clusterboot.process.command;

import java.util.List;

/**
 * The target of a {@code java} command, between the last VM option and the first argument
 * of the application.
 */
public sealed interface LaunchTarget {

	/**
	 * Return the arguments that name this target.
	 * @return one or two arguments
	 */
	List<String> toArguments();

	/**
	 * An executable jar, {@code -jar path}. The {@code java} command ignores the class
	 * path beside it.
	 *
	 * @param path the path of the jar as it was given, possibly relative
	 */
	record Jar(String path) implements LaunchTarget {

		@Override
		public List<String> toArguments() {
			return List.of("-jar", this.path);
		}

	}

	/**
	 * A class on the class path.
	 *
	 * @param name the name of the class
	 */
	record MainClass(String name) implements LaunchTarget {

		@Override
		public List<String> toArguments() {
			return List.of(this.name);
		}

	}

	/**
	 * A module, {@code -m module[/class]}.
	 *
	 * @param name the name of the module, possibly with the main class after a slash
	 */
	record Module(String name) implements LaunchTarget {

		Module withMainClass(String mainClass) {
			int slash = this.name.indexOf('/');
			return new Module(((slash != -1) ? this.name.substring(0, slash) : this.name) + "/" + mainClass);
		}

		/**
		 * Return the name of the main class, empty if the descriptor of the module has
		 * it.
		 */
		String mainClass() {
			int slash = this.name.indexOf('/');
			return (slash != -1) ? this.name.substring(slash + 1) : "";
		}

		@Override
		public List<String> toArguments() {
			return List.of("-m", this.name);
		}

	}

}
