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

import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForkFailure}.
 */
class ForkFailureTests {

	/**
	 * A Ctrl-C goes to the helper, too.
	 */
	@Test
	void helperThatASignalEndsStandsForTheWorker() {
		assertThat(ForkFailure.status(new IllegalStateException(
				"Cannot run program \"/usr/bin/java\": error=0, Failed to exec spawn helper: pid: 29095, signal: 2")))
			.isEqualTo(ExitStatus.of(Signal.SIGINT));
	}

	@Test
	void messageIsOneLine() {
		assertThat(ForkFailure.of(new IllegalStateException(
				"posix_spawn failed, error: 12 (Cannot allocate memory) \nPossible reasons:\n  - Spawn helper was ended")))
			.hasMessageStartingWith(
					"posix_spawn failed, error: 12 (Cannot allocate memory) (there is not enough memory")
			.message()
			.doesNotContain("\n");
	}

	@Test
	void otherFailureIsACommandThatWasNotStarted() {
		assertThat(ForkFailure.status(new IllegalStateException("error=11, Resource temporarily unavailable")))
			.isEqualTo(ForkFailure.NOT_STARTED);
		assertThat(ForkFailure.status(new IllegalStateException("Failed to exec spawn helper: pid: 1, exit value: 1")))
			.isEqualTo(ForkFailure.NOT_STARTED);
		assertThat(ForkFailure.status(new IllegalStateException())).isEqualTo(ForkFailure.NOT_STARTED);
	}

}
