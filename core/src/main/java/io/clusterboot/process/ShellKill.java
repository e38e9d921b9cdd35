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

package io.clusterboot.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The {@code kill} that is built into the shell. Neither the JDK nor the native libraries
 * on the class path offer kill(2), so each signal costs a short-lived process.
 */
final class ShellKill implements KillCommand {

	static final KillCommand INSTANCE = new ShellKill();

	private static final Path SHELL = Path.of("/bin/sh");

	private static final long DEADLINE_SECONDS = 10;

	private ShellKill() {
	}

	@Override
	public Signal.Delivery send(String signal, long pid) {
		ProcessBuilder kill = new ProcessBuilder(SHELL.toString(), "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal,
				Long.toString(pid))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		Process process;
		try {
			SpareDescriptors.require();
			process = kill.start();
			process.getOutputStream().close();
		}
		catch (IOException ex) {
			String reason = Files.isExecutable(SHELL) ? ""
					: " (" + SHELL + " is missing: only SIGTERM and SIGKILL can be sent without a shell)";
			throw new SpawnException("Could not start kill -s " + signal + " " + pid + reason, ex);
		}
		int exitValue = exitValue(process);
		// A signal to the group of this process ends the kill itself
		return (exitValue == 0 || exitValue > 128) ? Signal.Delivery.DELIVERED
				: Signal.Delivery.failedFor(exists(Math.abs(pid)));
	}

	private static boolean exists(long pid) {
		return pid != 0 && ProcessHandle.of(pid).isPresent();
	}

	private static int exitValue(Process process) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
						process.destroyForcibly();
						throw new IllegalStateException("kill did not end within " + DEADLINE_SECONDS + "s");
					}
					return process.exitValue();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
