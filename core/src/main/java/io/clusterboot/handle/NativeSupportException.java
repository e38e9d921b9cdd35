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

/**
 * Thrown at the start, in the master as well as in a worker, when a part of a native
 * library is missing or does not work. The cause is the error of the JVM or the operating
 * system.
 */
public class NativeSupportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final NativeLibrary library;

	private final String part;

	/**
	 * Create an exception.
	 * @param library the library
	 * @param part the part that is missing or does not work
	 * @param cause the failure of its use
	 */
	public NativeSupportException(NativeLibrary library, String part, Throwable cause) {
		super("%s of %s can't be used (version: %s, expected: %s): %s".formatted(part, library.coordinates(),
				library.foundVersion(), library.expectedVersion(), root(cause)), cause);
		this.library = library;
		this.part = part;
	}

	private static Throwable root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	/**
	 * Return the library.
	 * @return the library
	 */
	public NativeLibrary library() {
		return this.library;
	}

	/**
	 * Return the part that is missing or does not work.
	 * @return its name
	 */
	public String part() {
		return this.part;
	}

	/**
	 * Return the first cause.
	 * @return the error of the JVM or the operating system
	 */
	public Throwable rootCause() {
		return root(this);
	}

}
