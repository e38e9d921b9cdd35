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

package io.clusterboot.test.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * A signal that the JDK cannot send.
 */
public enum ProcessSignal {

	/**
	 * Stops all threads of a process.
	 */
	STOP,

	/**
	 * Lets them go on.
	 */
	CONT;

	private static final int TIMEOUT_SECONDS = 60;

	/**
	 * Send it.
	 * @param pid the process id
	 * @return whether it was sent: there is such a process, and it may be signalled
	 */
	public boolean send(long pid) {
		try {
			Process kill = new ProcessBuilder("kill", "-s", name(), Long.toString(pid)).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			kill.getOutputStream().close();
			if (!kill.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				kill.destroyForcibly();
				return false;
			}
			return kill.exitValue() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The command kill cannot be run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
