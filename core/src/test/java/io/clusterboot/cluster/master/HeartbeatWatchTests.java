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

import java.time.Duration;

import io.clusterboot.cluster.Hang;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a worker counts as hanging. Times are in seconds after the watch began, and the
 * timeout is 30 seconds.
 */
class HeartbeatWatchTests {

	// Far from 0, and where the sum overflows
	private static final long START = Long.MAX_VALUE - Duration.ofSeconds(40).toNanos();

	private final HeartbeatWatch watch = new HeartbeatWatch(Duration.ofSeconds(30), START);

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# last beat | forgiven | now | lag | wait | hang                  | for
			0           , -        , 30  , 0   , 0    , -                     , -
			0           , -        , 31  , 0   , 0    , JVM_STALLED           , 31
			20          , -        , 50  , 0   , 0    , -                     , -
			20          , -        , 51  , 0   , 0    , JVM_STALLED           , 31
			20          , 40       , 70  , 0   , 0    , -                     , -
			20          , 40       , 71  , 0   , 0    , JVM_STALLED           , 31
			50          , -        , 50  , 30  , 0    , -                     , -
			50          , -        , 50  , 31  , 0    , EVENT_LOOP_BLOCKED    , 31
			50          , -        , 81  , 45  , 0    , JVM_STALLED           , 31
			50          , 40       , 50  , 31  , 0    , -                     , -
			70          , 40       , 70  , 90  , 0    , -                     , -
			71          , 40       , 71  , 90  , 0    , EVENT_LOOP_BLOCKED    , 90
			50          , -        , 50  , 0   , 30   , -                     , -
			50          , -        , 50  , 0   , 31   , THREAD_POOL_EXHAUSTED , 31
			50          , -        , 50  , 31  , 40   , EVENT_LOOP_BLOCKED    , 31
			50          , -        , 81  , 0   , 45   , JVM_STALLED           , 31
			70          , 40       , 70  , 0   , 90   , -                     , -
			71          , 40       , 71  , 0   , 90   , THREAD_POOL_EXHAUSTED , 90
			""")
	void table(long lastBeat, Long forgiven, long now, long lag, long wait, Hang hang, Long seconds) {
		if (lastBeat > 0) {
			this.watch.look(at(lastBeat), 1, 0, 0);
		}
		if (forgiven != null) {
			this.watch.forgive(at(Math.max(forgiven, 0)));
			if (lastBeat > forgiven) {
				this.watch.look(at(lastBeat), 2, 0, 0);
			}
		}
		long heartbeat = (lastBeat == now) ? 3 : beats(lastBeat, forgiven);
		assertThat(this.watch.look(at(now), heartbeat, lag * 1000, wait * 1000)
			.map(HeartbeatWatch.Verdict::hang)
			.orElse(null)).isEqualTo(hang);
		assertThat(this.watch.look(at(now), heartbeat, lag * 1000, wait * 1000)
			.map((verdict) -> verdict.duration().toSeconds())
			.orElse(null)).isEqualTo(seconds);
	}

	private static long beats(long lastBeat, Long forgiven) {
		if (lastBeat == 0) {
			return 0;
		}
		return (forgiven != null && lastBeat > forgiven) ? 2 : 1;
	}

	@Test
	void workerThatBeatsNeverHangs() {
		for (int second = 0; second < 1000; second++) {
			assertThat(this.watch.look(at(second), second, second % 30 * 1000, second % 30 * 1000)).isEmpty();
		}
	}

	@Test
	void workerThatComesBackIsFine() {
		assertThat(this.watch.look(at(31), 0, 0, 0)).isPresent();
		assertThat(this.watch.look(at(32), 1, 0, 0)).isEmpty();
		assertThat(this.watch.look(at(33), 1, 31_000, 0)).isPresent();
		assertThat(this.watch.look(at(34), 1, 0, 0)).isEmpty();
	}

	@Test
	void workerHangsUntilItMakesProgress() {
		assertThat(this.watch.isHanging()).isFalse();
		this.watch.look(at(31), 0, 0, 0);
		assertThat(this.watch.isHanging()).isTrue();
		this.watch.forgive(at(32));
		this.watch.look(at(33), 0, 0, 0);
		assertThat(this.watch.isHanging()).as("was only given more time").isTrue();
		this.watch.look(at(34), 1, 31_000, 0);
		assertThat(this.watch.isHanging()).as("its event loop is blocked").isTrue();
		this.watch.look(at(35), 2, 0, 31_000);
		assertThat(this.watch.isHanging()).as("its thread pool is exhausted").isTrue();
		this.watch.look(at(36), 3, 0, 0);
		assertThat(this.watch.isHanging()).isFalse();
	}

	private static long at(long seconds) {
		return START + Duration.ofSeconds(seconds).toNanos();
	}

}
