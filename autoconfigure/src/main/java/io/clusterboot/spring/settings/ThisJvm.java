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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.process.command.JavaCommand;

/**
 * The JVM that this process runs on, of which more is known than of another one.
 *
 * @param name the name of the JVM
 * @param version its version
 * @param home its installation
 */
record ThisJvm(String name, Runtime.Version version, Path home) {

	private static final Path JAVA = Path.of("bin", "java");

	static ThisJvm get() {
		return new ThisJvm(System.getProperty("java.vm.name", ""), Runtime.version(),
				Path.of(System.getProperty("java.home", "")));
	}

	/**
	 * Return whether a command runs on it.
	 */
	boolean runs(JavaCommand command) {
		try {
			return Files.isSameFile(command.java(), this.home.resolve(JAVA));
		}
		catch (IOException ex) {
			return false;
		}
	}

	int feature() {
		return this.version.feature();
	}

	/**
	 * Return whether it has the option to trim the native heap: Java 22 and later, and
	 * the updates 21.0.2 and 17.0.10 of OpenJDK.
	 */
	boolean trimsNativeHeap() {
		boolean updated = this.name.startsWith("OpenJDK") && switch (feature()) {
			case 17 -> this.version.update() >= 10;
			case 21 -> this.version.update() >= 2;
			default -> false;
		};
		return isHotSpotServer() && (feature() >= 22 || updated);
	}

	/**
	 * Return whether it is HotSpot as servers have it, with the serial collector and G1.
	 */
	boolean isHotSpotServer() {
		return this.name.matches("(OpenJDK|Java HotSpot\\(TM\\)) 64-Bit Server VM");
	}

}
