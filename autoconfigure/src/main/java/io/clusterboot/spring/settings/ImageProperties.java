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
import java.util.Optional;

import io.clusterboot.cluster.image.ImageSettings;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the images that workers start from.
 */
public class ImageProperties {

	/**
	 * Whether workers run from an image of the application, with an archive of its
	 * classes.
	 */
	private boolean enabled = true;

	/**
	 * Folder of all images of the user. Defaults to "clusterboot" in the user's cache
	 * folder.
	 */
	private @Nullable Path directory;

	/**
	 * Size of all images above which unused ones are removed.
	 */
	private DataSize maxSize = DataSize.ofBytes(ImageSettings.DEFAULT_MAX_SIZE);

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

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	ImageSettings toSettings() {
		if (this.maxSize.toBytes() <= 0) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.image.max-size", this.maxSize,
					"Expected a size greater than 0, such as 1GB.");
		}
		if (!this.enabled) {
			return ImageSettings.NONE;
		}
		return ((this.directory != null) ? Optional.of(this.directory.toAbsolutePath())
				: ImageSettings.defaultDirectory(CurrentProcess.get().environment(), System.getProperty("user.home")))
			.map((folder) -> new ImageSettings(true, folder, this.maxSize.toBytes(), ImageSettings.DEFAULT_DELAY,
					false))
			.orElse(ImageSettings.NONE);
	}

}
