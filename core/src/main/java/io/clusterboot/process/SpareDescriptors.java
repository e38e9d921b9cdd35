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

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps {@link ProcessBuilder} from being used when descriptors have run out. If a pipe
 * of its own cannot be opened, the JDK (seen in 17.0.15) closes descriptor 0 of this
 * process and leaks the ends of another pipe.
 */
final class SpareDescriptors {

	/**
	 * The two pipes of the JDK, the pipes and files of the standard streams, and some for
	 * other threads.
	 */
	private static final int COUNT = 16;

	private SpareDescriptors() {
	}

	/**
	 * Verify that a process can be started with the descriptors that are left.
	 * @throws IOException if there are too few
	 */
	static void require() throws IOException {
		Deque<FileInputStream> opened = new ArrayDeque<>();
		try {
			for (int i = 0; i < COUNT; i++) {
				opened.add(new FileInputStream("/dev/null"));
			}
		}
		finally {
			for (FileInputStream file : opened) {
				file.close();
			}
		}
	}

}
