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

package io.clusterboot.cluster.image;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The archives that are not tried for now: those that could not be made, until the reason
 * may be gone, and those that a JVM does not use. Not thread-safe.
 */
final class ArchiveFailures {

	/**
	 * The pause after the first failure. It doubles with each one.
	 */
	static final Duration FIRST_PAUSE = Duration.ofHours(1);

	private static final int MOST_DOUBLINGS = 5;

	private final Map<ClassArchive, Failure> notMade = new HashMap<>();

	private final Set<ClassArchive> notUsed = new HashSet<>();

	/**
	 * An archive could not be made.
	 * @param now the present time of the loop, in nanoseconds
	 */
	void notMade(ClassArchive archive, long now) {
		Failure former = this.notMade.get(archive);
		this.notMade.put(archive, new Failure((former != null) ? former.count() + 1 : 1, now));
	}

	void notUsed(ClassArchive archive) {
		this.notUsed.add(archive);
	}

	boolean isUsed(ClassArchive archive) {
		return !this.notUsed.contains(archive);
	}

	/**
	 * Return whether an archive is not to be tried now.
	 * @param now the present time of the loop, in nanoseconds
	 */
	boolean has(ClassArchive archive, long now) {
		Failure failure = this.notMade.get(archive);
		return !isUsed(archive) || (failure != null && now - failure.time() < failure.pause().toNanos());
	}

	/**
	 * Try again at once what could not be made: a rolling restart may come after somebody
	 * made room on a disk.
	 */
	void forgive() {
		this.notMade.clear();
	}

	private record Failure(int count, long time) {

		Duration pause() {
			return FIRST_PAUSE.multipliedBy(1L << Math.min(this.count - 1, MOST_DOUBLINGS));
		}

	}

}
