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

package io.clusterboot.spring.settings;

import java.nio.file.Path;

import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the control socket, by which commands reach the master.
 */
public class ControlProperties {

	/**
	 * Whether the master has a control socket.
	 */
	private boolean enabled = true;

	/**
	 * Folder of the control socket, which must be private (mode 0700). Defaults to
	 * "clusterboot" in XDG_RUNTIME_DIR, else to "clusterboot-<uid>" in the folder for
	 * temporary files.
	 */
	private @Nullable Path directory;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Path getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable Path directory) {
		this.directory = directory;
	}

	/**
	 * Return the folder.
	 * @return the folder, {@code null} if there is no control socket
	 */
	@Nullable ControlFolder toFolder() {
		if (!this.enabled) {
			return null;
		}
		return (this.directory != null) ? new ControlFolder(this.directory.toAbsolutePath())
				: ControlFolder.ofUser(CurrentProcess.get().environment());
	}

}
