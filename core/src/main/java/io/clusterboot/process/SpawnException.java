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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown when a process could not be started. Nothing was left behind: there is no
 * process, and every descriptor that was opened for it is closed.
 */
public class SpawnException extends RuntimeException {

	private static final Pattern ERRNO = Pattern.compile("error=(\\d+)");

	private static final Map<Integer, String> CODES = Map.of(1, "EPERM", 2, "ENOENT", 7, "E2BIG", 11, "EAGAIN", 12,
			"ENOMEM", 13, "EACCES", 23, "ENFILE", 24, "EMFILE");

	private final String code;

	private final String key;

	private final String value;

	SpawnException(String code, String key, String value, String expected) {
		super(key + ": " + value + " (expected: " + expected + ")");
		this.code = code;
		this.key = key;
		this.value = value;
	}

	SpawnException(String message, IOException cause) {
		super(message + ": " + cause.getMessage(), cause);
		this.code = code(cause);
		this.key = "";
		this.value = "";
	}

	private static String code(IOException cause) {
		String message = String.valueOf(cause.getMessage());
		Matcher matcher = ERRNO.matcher(message);
		if (matcher.find()) {
			return CODES.getOrDefault(Integer.valueOf(matcher.group(1)), "");
		}
		return message.contains("Too many open files") ? "EMFILE" : "";
	}

	/**
	 * Return what the operating system calls this.
	 * @return a name such as {@code ENOENT}, {@code EACCES}, {@code EPERM} or
	 * {@code EMFILE}; empty if it did not say
	 */
	public String getCode() {
		return this.code;
	}

	/**
	 * Return what was wrong: {@code command}, {@code working-directory}, {@code uid} or
	 * {@code gid}.
	 * @return the key, empty if the system refused for another reason
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Return the value that was wrong.
	 * @return the value, empty if the system refused for another reason
	 */
	public String getValue() {
		return this.value;
	}

}
