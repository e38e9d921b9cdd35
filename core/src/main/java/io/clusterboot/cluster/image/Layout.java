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

import java.io.IOException;
import java.nio.file.Path;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;

/**
 * The files of an image: the application as plain jars, since the JVM archives only
 * classes from those.
 */
sealed interface Layout permits BootJarLayout, JarsLayout {

	/**
	 * Read what a command runs.
	 * @param command the command
	 * @param directory the base of its relative paths
	 * @throws NoImageException if its classes are not all in jars
	 * @throws IOException if a jar can't be read
	 */
	static Layout of(JavaCommand command, Path directory) throws IOException, NoImageException {
		if (command.target() instanceof LaunchTarget.Jar jar) {
			BootJar boot = BootJar.read(directory.resolve(jar.path()));
			if (boot != null) {
				return BootJarLayout.of(boot);
			}
		}
		return JarsLayout.of(command, directory);
	}

	/**
	 * Return what identifies the content of the image.
	 */
	String key();

	/**
	 * Write the files.
	 * @param folder the folder of the image, empty
	 */
	void populate(Path folder) throws IOException;

	/**
	 * Return a command that runs from the image.
	 * @param command the command that this layout was read from
	 * @param folder the folder of the image
	 */
	JavaCommand launch(JavaCommand command, Path folder);

}
