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

package io.clusterboot.test;

import java.nio.file.Path;

/**
 * A JVM that starts clusters that fail.
 */
final class FailingCluster {

	private FailingCluster() {
	}

	public static void main(String[] args) {
		start(TestCluster.of(PlainApplication.class).property("server.port", "99999"));
		start(TestCluster.ofJar(Path.of("no-such.jar")));
	}

	private static void start(TestClusterBuilder cluster) {
		try {
			cluster.start().close();
		}
		catch (AssertionError | RuntimeException ex) {
			System.out.println(ex.getMessage());
		}
	}

}
