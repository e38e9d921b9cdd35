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

package io.clusterboot.cluster.worker;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers on one socket, as one of them sees it; time is moved by hand.
 */
class FairShareTests {

	private final ScoreboardRow own = ScoreboardRow.unshared();

	private final ScoreboardRow other = ScoreboardRow.unshared();

	private final FairShare share = new FairShare(
			ScoreboardView.of(this.own, ScoreboardRow.unshared(), List.of(this.other)));

	private long now;

	@Test
	void alone() {
		take(10);
		beat();
		assertThat(this.share.isShared()).isFalse();
		assertThat(this.share.isAhead()).isFalse();
	}

	@Test
	void aheadWhenTheOtherHasHadLess() {
		otherIsThere();
		take(1);
		assertThat(this.share.isAhead()).isFalse();
		take(1);
		assertThat(this.share.isAhead()).isTrue();
		this.other.turnTaken();
		assertThat(this.share.isAhead()).isFalse();
	}

	@Test
	void beginsWhereTheOthersAre() {
		this.other.turnsMissed(1000);
		this.other.beginAccepting();
		this.share.begin();
		assertThat(this.own.turns()).isEqualTo(1000);
	}

	@Test
	void whoDoesNotAcceptIsNoMeasure() {
		this.other.turnsMissed(1000);
		this.share.begin();
		assertThat(this.own.turns()).isZero();
	}

	@Test
	void isOwedABoundedNumber() {
		otherIsThere();
		this.other.turnsMissed(1000);
		beat();
		take(4);
		assertThat(this.own.turns()).isEqualTo(this.other.turns());
		beat();
		assertThat(this.own.turns()).isEqualTo(this.other.turns());
	}

	/**
	 * Each measured from when it saw the other first, and with other debts.
	 */
	@Test
	void twoNeverWaitForEachOther() {
		FairShare others = new FairShare(ScoreboardView.of(this.other, ScoreboardRow.unshared(), List.of(this.own)));
		Random random = new Random(1);
		this.share.begin();
		for (int i = 0; i < 10_000; i++) {
			switch (random.nextInt(8)) {
				case 0 -> beat();
				case 1 -> others.beaten(this.now, 0);
				case 2 -> this.other.beat();
				case 3 -> this.own.beat();
				case 4 -> take(random.nextInt(50));
				case 5 -> IntStream.range(0, random.nextInt(50)).forEach((turn) -> others.taken());
				case 6 -> this.own.connectionAccepted();
				default -> this.other.connectionAccepted();
			}
			if (i == 100) {
				others.begin();
			}
			assertThat(this.share.isAhead() && others.isAhead()).isFalse();
		}
	}

	@Test
	void otherWithClearlyFewerConnectionsGoesFirst() {
		otherIsThere();
		for (int i = 0; i < 17; i++) {
			this.own.connectionAccepted();
			this.other.turnTaken();
		}
		assertThat(this.share.isAhead()).isTrue();
	}

	@Test
	void whatItLeavesToOneWithFewerConnectionsIsNotOwed() {
		otherIsThere();
		for (int i = 0; i < 17; i++) {
			this.own.connectionAccepted();
			this.other.turnTaken();
		}
		assertThat(this.share.isAhead()).isTrue();
		assertThat(this.own.turns()).isEqualTo(this.other.turns());
	}

	@Test
	void otherThatDoesNotBeatDoesNotCount() {
		otherIsThere();
		take(10);
		assertThat(this.share.isAhead()).isTrue();
		for (int i = 0; i < 6; i++) {
			beat();
		}
		assertThat(this.share.isAhead()).isFalse();
	}

	@Test
	void otherThatDrainsDoesNotCount() {
		otherIsThere();
		take(10);
		this.other.endAccepting();
		beat();
		assertThat(this.share.isShared()).isFalse();
	}

	@Test
	void mayBeFurtherAheadWhereManyCome() {
		otherIsThere();
		for (int i = 0; i < 2560; i++) {
			take(1);
			this.other.turnTaken();
		}
		beat();
		take(11);
		assertThat(this.share.isAhead()).isFalse();
		take(1);
		assertThat(this.share.isAhead()).isTrue();
	}

	@Test
	void acceptsUntilItsLastServerEnds() {
		this.share.begin();
		this.share.begin();
		this.share.end();
		assertThat(this.own.isAccepting()).isTrue();
		this.share.end();
		assertThat(this.own.isAccepting()).isFalse();
	}

	private void otherIsThere() {
		this.other.beginAccepting();
		beat();
		this.other.beat();
		beat();
	}

	private void take(int count) {
		for (int i = 0; i < count; i++) {
			this.share.taken();
		}
	}

	private void beat() {
		this.now += Duration.ofMillis(100).toNanos();
		this.share.beaten(this.now, 0);
	}

}
