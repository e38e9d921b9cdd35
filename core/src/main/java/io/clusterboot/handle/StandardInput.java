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

import java.io.FileInputStream;

/**
 * The standard input of this process. Internal: a forked JVM gets its channel there.
 */
public final class StandardInput {

	private static final int DESCRIPTOR = 0;

	private StandardInput() {
	}

	/**
	 * Take the file behind the standard input, and leave {@code /dev/null} in its place,
	 * so that {@link System#in} is empty from now on. The place is never free in between.
	 * A read that is under way already goes on.
	 * @return a handle, closed when a program is executed
	 * @throws HandleException if descriptors have run out; the standard input is as it
	 * was then
	 */
	public static Handle take() {
		return SystemCall.run("take the standard input", () -> {
			Handle taken = Handle.adopt(NativeDescriptor.duplicate(DESCRIPTOR));
			boolean replaced = false;
			try (FileInputStream empty = new FileInputStream("/dev/null")) {
				NativeDescriptor.replace(DESCRIPTOR, empty.getFD());
				replaced = true;
				return taken;
			}
			finally {
				if (!replaced) {
					taken.close();
				}
			}
		});
	}

}
