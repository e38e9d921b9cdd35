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

import io.clusterboot.cluster.event.LogFormat;

/**
 * How much output could not be written.
 *
 * @param lines the number of lines, at least the ends of lines
 * @param bytes the number of bytes
 */
record LostOutput(long lines, long bytes) {

	static final LostOutput NONE = new LostOutput(0, 0);

	LostOutput plus(byte[] chunk) {
		long ends = 0;
		for (byte b : chunk) {
			if (b == '\n') {
				ends++;
			}
		}
		return new LostOutput(this.lines + ends, this.bytes + chunk.length);
	}

	boolean isNone() {
		return this.bytes == 0;
	}

	@Override
	public String toString() {
		return "%s (%s)".formatted(LogFormat.count(this.lines, "line"), LogFormat.count(this.bytes, "byte"));
	}

}
