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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What was made ready for workers that start later.
 *
 * @param archives the class-data archives that workers have now
 * @param missingReason why there is no archive, if there is none
 */
public record ImageReport(List<Archive> archives, String missingReason) {

	/**
	 * Create a report.
	 */
	public ImageReport {
		archives = List.copyOf(archives);
	}

	/**
	 * A class-data archive.
	 *
	 * @param file its file
	 * @param size its size in bytes
	 * @param duration how long it took, zero if it was there before
	 */
	public record Archive(Path file, long size, Duration duration) {

	}

}
