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

package io.clusterboot.handle;

import java.io.IOException;

/**
 * A system call that may fail.
 *
 * @param <T> the type of its result
 */
@FunctionalInterface
interface SystemCall<T> {

	T call() throws IOException;

	/**
	 * Make a system call.
	 * @param description completes the sentence "Could not …"
	 * @throws HandleException if it fails
	 */
	static <T> T run(String description, SystemCall<T> call) {
		try {
			return call.call();
		}
		catch (IOException ex) {
			throw new HandleException("Could not " + description, ex);
		}
	}

}
