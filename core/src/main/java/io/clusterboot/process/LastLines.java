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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that a child wrote to any of its streams, for the report of its exit.
 * Written by the pumps, read by any thread.
 */
final class LastLines {

	private static final int MAX_LINES = 50;

	private final Deque<String> lines = new ArrayDeque<>(MAX_LINES);

	private final List<ThreadDumpCapture> captures = new ArrayList<>();

	/**
	 * Offer further lines to a capture first, and keep none that it takes: a dump would
	 * push out the lines before it.
	 */
	synchronized void show(ThreadDumpCapture capture) {
		this.captures.add(capture);
	}

	synchronized void add(String line) {
		boolean taken = false;
		for (ThreadDumpCapture capture : this.captures) {
			taken |= capture.offer(line);
		}
		this.captures.removeIf(ThreadDumpCapture::isOver);
		if (taken) {
			return;
		}
		if (this.lines.size() == MAX_LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast(line);
	}

	synchronized List<String> toList() {
		return List.copyOf(this.lines);
	}

}
