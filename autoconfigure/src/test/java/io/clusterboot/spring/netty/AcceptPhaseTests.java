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

package io.clusterboot.spring.netty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.clusterboot.spring.netty.AcceptPhase.Closed;
import io.clusterboot.spring.netty.AcceptPhase.Pausing;
import io.clusterboot.spring.netty.AcceptPhase.Resting;
import io.clusterboot.spring.netty.AcceptPhase.Waiting;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every {@link AcceptPhase} with every signal.
 */
class AcceptPhaseTests {

	private final Promise<Void> sweeps = ImmediateEventExecutor.INSTANCE.newPromise();

	private final Promise<Void> pause = ImmediateEventExecutor.INSTANCE.newPromise();

	private final Effects effects = new Effects();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			resting     | unwanted               | update |
			resting     | wanted                 | update | begin
			resting     | wanted                 | ready  |
			resting     | wanted                 | resume |
			resting     | wanted                 | close  |
			waiting     | wanted                 | update |
			waiting     | unwanted               | update | cancel, restAfterLast
			waiting     | unwanted               | ready  | cancel, restAfterLast
			waiting     | wanted taken           | ready  | accept
			waiting     | wanted                 | ready  | accept
			waiting     | wanted shared          | ready  | accept, cancel, await
			waiting     | wanted shared ahead    | ready  | accept, cancel, pause 1
			waiting     | wanted shared busy     | ready  | accept
			waiting     | wanted shared busy ahead | ready | accept, cancel, pause 1
			waiting     | wanted closing         | ready  | accept
			waiting     | wanted filling         | ready  | accept, cancel, rest
			waiting     | wanted                 | resume |
			waiting     | wanted                 | close  | cancel, end
			pausing     | wanted                 | update |
			pausing     | unwanted               | update | rest
			pausing     | wanted                 | ready  |
			pausing     | unwanted               | resume | rest
			pausing     | wanted shared          | resume | await
			pausing     | wanted shared ahead    | resume | pause 2
			pausing     | wanted                 | close  | end
			lastPausing | wanted shared ahead    | resume | await
			closed      | wanted                 | update |
			closed      | wanted                 | ready  |
			closed      | wanted                 | resume |
			closed      | wanted                 | close  |
			""")
	void phaseAndSignal(String phase, String situation, String signal, @Nullable String expected) {
		this.effects.situation = new ArrayList<>(Arrays.asList(situation.split(" ")));
		AcceptPhase current = phase(phase);
		this.effects.phase = current;
		signal(current, signal);
		assertThat(this.effects.done)
			.isEqualTo((expected != null) ? Arrays.asList(expected.split(", ")) : List.<String>of());
	}

	@Test
	void pauseThatIsLeftHasNoTimer() {
		this.effects.situation = List.of("unwanted");
		phase("pausing").update(this.effects);
		assertThat(this.pause.isCancelled()).isTrue();
	}

	@Test
	void pauseThatIsClosedHasNoTimer() {
		phase("pausing").close(this.effects);
		assertThat(this.pause.isCancelled()).isTrue();
	}

	private AcceptPhase phase(String name) {
		return switch (name) {
			case "resting" -> new Resting();
			case "waiting" -> new Waiting(this.effects, this.sweeps);
			case "pausing" -> new Pausing(this.pause, 1, this.sweeps);
			case "lastPausing" -> new Pausing(this.pause, 15, this.sweeps);
			default -> new Closed();
		};
	}

	private void signal(AcceptPhase phase, String name) {
		switch (name) {
			case "update" -> phase.update(this.effects);
			case "ready" -> phase.ready(this.effects);
			case "resume" -> phase.resume(this.effects);
			default -> phase.close(this.effects);
		}
	}

	/**
	 * Records what a phase does in a situation.
	 */
	private static final class Effects implements AcceptEffects, IoRegistration {

		private final List<String> done = new ArrayList<>();

		private List<String> situation = List.of();

		private @Nullable AcceptPhase phase;

		@Override
		public boolean isWanted() {
			return this.situation.contains("wanted");
		}

		@Override
		public boolean isIn(AcceptPhase phase) {
			return this.phase == phase;
		}

		@Override
		public boolean isShared() {
			return this.situation.contains("shared");
		}

		@Override
		public boolean isAhead() {
			return this.situation.contains("ahead");
		}

		@Override
		public boolean isBusy() {
			return this.situation.contains("busy");
		}

		@Override
		public void begin() {
			this.done.add("begin");
		}

		@Override
		public void await(Future<?> sweeps) {
			this.done.add("await");
		}

		@Override
		public void pause(Future<?> sweeps, int count) {
			this.done.add("pause " + count);
		}

		@Override
		public void rest(Future<?> sweeps) {
			this.done.add("rest");
		}

		@Override
		public void restAfterLast(Future<?> sweeps) {
			this.done.add("restAfterLast");
		}

		@Override
		public void end(Future<?> sweeps) {
			this.done.add("end");
		}

		@Override
		public boolean acceptOne() {
			this.done.add("accept");
			if (this.situation.contains("closing")) {
				this.phase = new Closed();
			}
			if (this.situation.contains("filling")) {
				this.situation.remove("wanted");
			}
			return !this.situation.contains("taken");
		}

		@Override
		public boolean cancel() {
			this.done.add("cancel");
			return true;
		}

		@Override
		public <T> T attachment() {
			throw new UnsupportedOperationException();
		}

		@Override
		public long submit(IoOps operations) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isValid() {
			return true;
		}

	}

}
