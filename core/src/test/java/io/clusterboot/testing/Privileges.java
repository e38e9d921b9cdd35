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

package io.clusterboot.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * What the user of a test may do. Tests that need a process without a privilege start
 * one, whoever the user is.
 */
public final class Privileges {

	private Privileges() {
	}

	public static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	/**
	 * Return a command that runs without capabilities.
	 * @param capabilities the names without {@code cap_}, which only root has
	 * @return the command, after {@code setpriv} if the user is root
	 */
	public static List<String> without(List<String> capabilities, List<String> command) {
		List<String> words = new ArrayList<>();
		if (isRoot()) {
			words.addAll(List.of("setpriv", "--bounding-set=-" + String.join(",-", capabilities), "--"));
		}
		words.addAll(command);
		return words;
	}

}
