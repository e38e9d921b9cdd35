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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a worker cannot be started without a shell, which moves descriptors and sets
 * signals and users. A JVM needs none of that by default.
 *
 * @param setting the setting of the launch that needs it
 */
public record ShellNeed(String setting) {

	private static final Path SHELL = Path.of("/bin/sh");

	private static final byte[] SCRIPT = { '#', '!' };

	/**
	 * Return the need of the worker in a slot.
	 * @param launch the launch
	 * @param slot the slot
	 * @return empty if it needs no shell
	 */
	public static Optional<ShellNeed> of(WorkerLaunch launch, int slot) {
		return of(launch, launch.programOf(slot));
	}

	/**
	 * Return the need of any worker.
	 * @param launch the launch
	 * @return empty if none needs a shell
	 */
	public static Optional<ShellNeed> of(WorkerLaunch launch) {
		return Stream.concat(Stream.of(launch.program()), launch.slotPrograms().values().stream())
			.map((program) -> of(launch, program))
			.flatMap(Optional::stream)
			.findFirst();
	}

	/**
	 * Verify that there is a shell if a worker needs one.
	 * @param launch the launch
	 * @throws MissingShellException if there is none
	 */
	public static void require(WorkerLaunch launch) {
		require(launch, SHELL);
	}

	static void require(WorkerLaunch launch, Path shell) {
		of(launch).filter((need) -> !Files.isExecutable(shell)).ifPresent((need) -> {
			throw new MissingShellException(shell, need.setting());
		});
	}

	private static Optional<ShellNeed> of(WorkerLaunch launch, WorkerProgram program) {
		if (program instanceof WorkerProgram.Command command) {
			return Optional.of(new ShellNeed("the program " + String.join(" ", command.words())));
		}
		if (program instanceof WorkerProgram.Jvm jvm) {
			if (jvm.command().hasVmOption("-Xrs", launch.environment())) {
				return Optional.of(new ShellNeed("the option -Xrs"));
			}
			if (isScriptOrName(jvm.command().java())) {
				return Optional.of(new ShellNeed("the executable " + jvm.command().java()));
			}
		}
		if (launch.uid().isPresent() || launch.gid().isPresent()) {
			return Optional.of(new ShellNeed("another user or group"));
		}
		return launch.stdio()
			.keySet()
			.stream()
			.filter((index) -> index == 0 || index > WorkerLaunch.LAST_RESERVED)
			.min(Integer::compare)
			.map((index) -> new ShellNeed("descriptor " + index));
	}

	/**
	 * Return whether an executable is searched for on the path, or is a script in place
	 * of a JVM, which does not ignore signals and may use its standard input.
	 */
	private static boolean isScriptOrName(Path executable) {
		if (executable.toString().indexOf('/') == -1) {
			return true;
		}
		try (InputStream content = Files.newInputStream(executable)) {
			return Arrays.equals(content.readNBytes(SCRIPT.length), SCRIPT);
		}
		catch (IOException ex) {
			// It may only be executed, so it is no script
			return false;
		}
	}

}
