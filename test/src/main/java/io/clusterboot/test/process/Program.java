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

package io.clusterboot.test.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the processes of a cluster under test run.
 */
public sealed interface Program permits ClassPathProgram, JarProgram {

	/**
	 * Return the words of the command that follow the options of the JVM.
	 * @param folder the folder of the cluster
	 * @return the words
	 * @throws IOException if the program cannot be read or copied
	 */
	List<String> words(TestFolder folder) throws IOException;

	/**
	 * Put another build into its place, for the next rolling restart.
	 * @param folder the folder of the cluster
	 * @param jar the other build
	 * @throws IOException if the jar cannot be copied
	 * @throws IllegalStateException if this program cannot be replaced
	 */
	void replace(TestFolder folder, Path jar) throws IOException;

}
