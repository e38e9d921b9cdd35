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

import java.nio.file.Path;

/**
 * Thrown when workers need a shell to start, and the system has none.
 */
public class MissingShellException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String shell;

	private final String setting;

	/**
	 * Create a new instance.
	 * @param shell the shell that is missing
	 * @param setting the setting of the launch that needs it, in words
	 */
	public MissingShellException(Path shell, String setting) {
		super("%s: missing (expected: a shell, as %s needs it)".formatted(shell, setting));
		this.shell = shell.toString();
		this.setting = setting;
	}

	/**
	 * Return the path of the shell.
	 * @return the path
	 */
	public String shell() {
		return this.shell;
	}

	/**
	 * Return what needs the shell.
	 * @return the setting of the launch, in words
	 */
	public String setting() {
		return this.setting;
	}

}
