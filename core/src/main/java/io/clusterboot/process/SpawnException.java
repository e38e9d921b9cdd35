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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clusterboot.handle.Errno;

/**
 * Thrown when a process could not be started. There is no process then, and every
 * descriptor that was opened for it is closed.
 */
public class SpawnException extends RuntimeException {

	private static final Pattern ERRNO = Pattern.compile("error=(\\d{1,9})");

	private final String code;

	private final String key;

	private final String value;

	SpawnException(Errno code, String key, String value, String expected) {
		super(key + ": " + value + " (expected: " + expected + ")");
		this.code = code.name();
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
			return Errno.of(Integer.parseInt(matcher.group(1))).map(Errno::name).orElse("");
		}
		return message.contains("Too many open files") ? Errno.EMFILE.name() : "";
	}

	/**
	 * Return the error of the operating system.
	 * @return the name of an {@link Errno}, such as {@code ENOENT}, {@code EACCES},
	 * {@code EPERM} or {@code EMFILE}; empty if the error is not known
	 */
	public String getCode() {
		return this.code;
	}

	/**
	 * Return the option that was wrong: {@code command}, {@code working-directory},
	 * {@code uid}, {@code gid} or {@code shell}, of which there is none.
	 * @return the key, empty if the system failed for another reason
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Return the value that was wrong.
	 * @return the value, empty if the system failed for another reason
	 */
	public String getValue() {
		return this.value;
	}

}
