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

package io.clusterboot.cluster.master;

import java.util.Optional;

/**
 * Tells a JVM that writes a heap dump from one that hangs: the file grows. Confined to
 * the control loop, which reads the size of the file only when the JVM has made no other
 * progress for the whole liveness timeout.
 */
final class HeapDumpProgress {

	private static final long MEBI = 1024 * 1024;

	private long written = -1;

	/**
	 * Compare with the previous call.
	 * @param dump the dump that is being written, if there is one
	 * @return why the JVM must not be stopped, empty if no dump has grown
	 */
	Optional<String> look(Optional<HeapDump> dump) {
		if (dump.isEmpty()) {
			this.written = -1;
			return Optional.empty();
		}
		long before = this.written;
		this.written = dump.get().written();
		return (this.written <= before) ? Optional.empty() : Optional
			.of("it writes a heap dump, %s (%d MB so far)".formatted(dump.get().file(), this.written / MEBI));
	}

}
