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

package io.clusterboot.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A way to end this process.
 */
enum Crash {

	/**
	 * An orderly exit: shutdown hooks run, requests in flight are answered.
	 */
	EXIT {
		@Override
		void end(int code) {
			System.exit(code);
		}
	},

	/**
	 * An immediate end, without shutdown hooks.
	 */
	HALT {
		@Override
		void end(int code) {
			Runtime.getRuntime().halt(code);
		}
	},

	/**
	 * Out of memory: the JVM ends itself, with code 3, if it runs with
	 * {@code -XX:+ExitOnOutOfMemoryError}, else the process halts when the error is
	 * caught.
	 */
	OOM {
		@Override
		void end(int code) {
			List<byte[]> hoard = new ArrayList<>();
			try {
				while (hoard.size() < Integer.MAX_VALUE) {
					hoard.add(new byte[CHUNK]);
				}
			}
			catch (OutOfMemoryError ex) {
				HALT.end(code);
			}
		}
	};

	private static final int CHUNK = 1 << 20;

	abstract void end(int code);

	static Crash parse(@Nullable String how) {
		return Arrays.stream(values())
			.filter((crash) -> crash.name().toLowerCase(Locale.ROOT).equals(how))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"how: " + how + " (expected: exit, halt or oom)"));
	}

}
