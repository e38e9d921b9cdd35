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

package io.clusterboot.spring.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes.
 *
 * @param out the standard output
 * @param err the standard error
 * @param interactive whether a person looks at the output: it is a terminal
 * @param ansi whether there is colour: on a terminal, unless {@code NO_COLOR} is set or
 * the terminal is dumb
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, Ansi ansi) {

	/**
	 * The terminal of this process. Not asked of the JDK's console, which newer JDKs have
	 * without a terminal, too.
	 */
	static Terminal ofThisProcess() {
		boolean interactive = isTerminal(Path.of("/proc/self/fd/1"));
		boolean colour = interactive && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
		Charset charset = Charset
			.forName(System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8")));
		return new Terminal(new PrintWriter(new FileOutputStream(FileDescriptor.out), true, charset),
				new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset), interactive,
				colour ? Ansi.ON : Ansi.OFF);
	}

	private static boolean isTerminal(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Print a line with markup, such as <code>@|bold,green ready|@</code>.
	 */
	void line(String markup) {
		this.out.println(this.ansi.string(markup));
	}

}
