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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This process, as Node's {@code process} is: who it is, who started it, and the
 * environment its children get.
 * <p>
 * There is one for the real process, {@link #get()}; a test makes its own. All methods
 * may be called from any thread.
 */
public final class CurrentProcess {

	private static final Path PROC = Path.of("/proc/self");

	private final Map<String, String> inherited;

	private final Map<String, String> environment;

	/**
	 * Create a process with an environment.
	 * @param environment the environment as the process got it
	 */
	public CurrentProcess(Map<String, String> environment) {
		this.inherited = Map.copyOf(environment);
		this.environment = new ConcurrentHashMap<>(environment);
		this.environment.keySet().removeAll(InheritedChannel.VARIABLES);
	}

	/**
	 * Return the real one.
	 * @return the one instance for the real process
	 */
	public static CurrentProcess get() {
		return Real.INSTANCE;
	}

	/**
	 * Return the process id.
	 * @return the process id
	 */
	public long pid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Return the parent as it is now: it changes to 1, or to a subreaper, when the
	 * process that started this one dies.
	 * @return the process id of the parent, 0 if the system does not tell
	 */
	public long ppid() {
		try {
			if (Files.isReadable(PROC.resolve("stat"))) {
				// pid (name) state ppid, and the name may hold anything
				String stat = Files.readString(PROC.resolve("stat"), StandardCharsets.ISO_8859_1);
				return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + PROC.resolve("stat"), ex);
		}
		return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
	}

	/**
	 * Return the environment that children get unless told otherwise.
	 * @return a mutable, concurrent map, at first the environment of this process without
	 * the variables that speak of its channel; changes do not reach
	 * {@link System#getenv()}
	 */
	public Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Return what the environment said about the channel to the process that forked this
	 * one.
	 * @return the channel
	 * @throws IllegalArgumentException if a variable has a value that cannot be used
	 */
	public InheritedChannel inheritedChannel() {
		return InheritedChannel.from(this.inherited);
	}

	private static Map<String, String> rawEnvironment() {
		byte[] bytes;
		try {
			bytes = Files.readAllBytes(PROC.resolve("environ"));
		}
		catch (IOException ex) {
			return System.getenv();
		}
		Map<String, String> environment = new HashMap<>();
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				String entry = OsString.of(Arrays.copyOfRange(bytes, start, i)).toString();
				int separator = entry.indexOf('=');
				if (separator > 0) {
					environment.putIfAbsent(entry.substring(0, separator), entry.substring(separator + 1));
				}
				start = i + 1;
			}
		}
		return environment;
	}

	private static final class Real {

		private static final CurrentProcess INSTANCE = new CurrentProcess(rawEnvironment());

	}

}
