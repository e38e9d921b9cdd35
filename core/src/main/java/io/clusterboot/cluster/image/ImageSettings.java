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
package io.clusterboot.cluster.image;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of images.
 *
 * @param enabled whether workers run from images
 * @param directory the folder of all images of this user
 * @param maxSize the size in bytes above which unused images are removed
 * @param delay how long all workers must have been ready before an archive is made
 * @param preparation whether the cluster is started only to make the image: an archive is
 * made also of the classes of a worker that ended before it was ready
 */
public record ImageSettings(boolean enabled, Path directory, long maxSize, Duration delay, boolean preparation) {

	/**
	 * The size above which unused images are removed, if nothing else is configured.
	 */
	public static final long DEFAULT_MAX_SIZE = 1024L * 1024 * 1024;

	/**
	 * The delay if nothing else is configured. The first requests load classes, too.
	 */
	public static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);

	/**
	 * A preparation says itself when the archive is to be made.
	 */
	private static final Duration PREPARATION_DELAY = Duration.ofDays(1);

	/**
	 * No images.
	 */
	public static final ImageSettings NONE = new ImageSettings(false, Path.of(""), 0, Duration.ZERO, false);

	/**
	 * Return the settings for images in a folder.
	 * @param directory the folder of all images of this user
	 * @return the settings, with the defaults for everything else
	 */
	public static ImageSettings in(Path directory) {
		return new ImageSettings(true, directory, DEFAULT_MAX_SIZE, DEFAULT_DELAY, false);
	}

	/**
	 * Return the folder of images if nothing else is configured: {@code clusterboot} in
	 * the user's cache folder.
	 * @param environment the environment of the process
	 * @param home the user's home folder
	 * @return the folder, which may not exist; empty if the user has no home, or this
	 * locale cannot express its name
	 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base
	 * Directory Specification</a>
	 */
	public static Optional<Path> defaultDirectory(Map<String, String> environment, String home) {
		String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
		try {
			// The specification: a relative path is invalid and ignored
			Path folder = cache.startsWith("/") ? Path.of(cache) : Path.of(home, ".cache");
			return Optional.of(folder.resolve("clusterboot")).filter(Path::isAbsolute);
		}
		catch (InvalidPathException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Return these settings for a start that serves only to make the image.
	 * @return the new settings
	 */
	public ImageSettings forPreparation() {
		return new ImageSettings(this.enabled, this.directory, this.maxSize, PREPARATION_DELAY, true);
	}

}
