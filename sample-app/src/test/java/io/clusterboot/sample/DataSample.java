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

package io.clusterboot.sample;

import java.nio.file.Path;

/**
 * The packaged sample with a database.
 */
final class DataSample {

	private DataSample() {
	}

	/**
	 * Return how to start it, as a jar, and without an image of its classes, which takes
	 * longer to make than a test takes.
	 */
	static SampleCommand command() {
		Path jar = Path.of("..", "sample-data", "target", "clusterboot-sample-data.jar").toAbsolutePath().normalize();
		return SampleCommand.ofJar(jar)
			.arguments("--cluster.worker.image.enabled=false", "--cluster.worker.max-heap=96MB");
	}

}
