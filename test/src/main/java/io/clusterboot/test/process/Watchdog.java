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

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A shell that kills a master and its workers when this JVM is gone, however it ended: it
 * reads from a pipe of which only this JVM has the other end. Closing it ends the shell,
 * and kills nobody.
 */
public final class Watchdog implements Closeable {

	/**
	 * Stopped workers do not notice that their master is gone, so they are killed, too.
	 */
	private static final String SCRIPT = """
			trap '' HUP INT TERM
			read -r line && exit 0
			for pid in $(cat /proc/"$1"/task/*/children 2>/dev/null) "$1"; do
				kill -KILL "$pid" 2>/dev/null
			done
			""";

	private final Process shell;

	private Watchdog(Process shell) {
		this.shell = shell;
	}

	/**
	 * Watch over a master.
	 * @param pid its process id
	 * @return the watchdog, to be closed by the caller when the master has ended
	 * @throws IOException if there is no shell
	 */
	public static Watchdog over(long pid) throws IOException {
		return new Watchdog(new ProcessBuilder("/bin/sh", "-c", SCRIPT, "clusterboot-watchdog", Long.toString(pid))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start());
	}

	@Override
	public void close() {
		try (OutputStream pipe = this.shell.getOutputStream()) {
			pipe.write("end\n".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			// The shell was ended by somebody else
			this.shell.destroyForcibly();
		}
	}

}
