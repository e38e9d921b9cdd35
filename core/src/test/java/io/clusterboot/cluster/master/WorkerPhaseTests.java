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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.clusterboot.cluster.master.WorkerPhase.Dead;
import io.clusterboot.cluster.master.WorkerPhase.Draining;
import io.clusterboot.cluster.master.WorkerPhase.Exited;
import io.clusterboot.cluster.master.WorkerPhase.Leaving;
import io.clusterboot.cluster.master.WorkerPhase.Listening;
import io.clusterboot.cluster.master.WorkerPhase.Online;
import io.clusterboot.cluster.master.WorkerPhase.Starting;
import io.clusterboot.process.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every phase against every signal: what follows, and what is done about it.
 */
class WorkerPhaseTests {

	private static final ExitStatus STATUS = new ExitStatus(7);

	private static final Map<String, WorkerPhase> PHASES = phases();

	private static final Map<String, BiFunction<WorkerPhase, WorkerEffects, WorkerPhase>> SIGNALS = signals();

	// phase | signal | phase that follows (= is the same) | effects
	private static final String TABLE = """
			starting | online | online |
			starting | listening | listening | cancelDeadline
			starting | stopRequested | asked+ | askToStop DRAIN
			starting | hurried | killed+ | kill KILL
			starting | deadlinePassed | terminated- | terminate TERMINATION
			starting | disconnected | leaving asked- | DRAIN
			starting | exited | exited- | END_OF_CHANNEL
			online | online | = |
			online | listening | listening | cancelDeadline
			online | stopRequested | asked+ | askToStop DRAIN
			online | hurried | killed+ | kill KILL
			online | deadlinePassed | terminated- | terminate TERMINATION
			online | disconnected | leaving asked- | DRAIN
			online | exited | exited- | END_OF_CHANNEL
			listening | online | = |
			listening | listening | = |
			listening | stopRequested | asked+ | askToStop DRAIN
			listening | hurried | killed+ | kill KILL
			listening | deadlinePassed | = |
			listening | disconnected | leaving asked- | DRAIN
			listening | exited | exited- | END_OF_CHANNEL
			asked+ | online | = |
			asked+ | listening | = |
			asked+ | stopRequested | = |
			asked+ | hurried | killed+ | kill KILL
			asked+ | deadlinePassed | terminated+ | terminate TERMINATION
			asked+ | disconnected | leaving asked+ |
			asked+ | exited | exited+ | END_OF_CHANNEL
			terminated+ | online | = |
			terminated+ | listening | = |
			terminated+ | stopRequested | = |
			terminated+ | hurried | killed+ | kill KILL
			terminated+ | deadlinePassed | killed+ | kill KILL
			terminated+ | disconnected | leaving terminated+ |
			terminated+ | exited | exited+ | END_OF_CHANNEL
			terminated- | online | = |
			terminated- | listening | = |
			terminated- | stopRequested | terminated+ |
			terminated- | hurried | killed+ | kill KILL
			terminated- | deadlinePassed | killed- | kill KILL
			terminated- | disconnected | leaving terminated- |
			terminated- | exited | exited- | END_OF_CHANNEL
			killed+ | online | = |
			killed+ | listening | = |
			killed+ | stopRequested | = |
			killed+ | hurried | = |
			killed+ | deadlinePassed | stuck+ | reportStuck
			killed+ | disconnected | leaving killed+ |
			killed+ | exited | exited+ | END_OF_CHANNEL
			killed- | online | = |
			killed- | listening | = |
			killed- | stopRequested | killed+ |
			killed- | hurried | killed+ |
			killed- | deadlinePassed | stuck- | reportStuck
			killed- | disconnected | leaving killed- |
			killed- | exited | exited- | END_OF_CHANNEL
			leaving asked- | online | = |
			leaving asked- | listening | = |
			leaving asked- | stopRequested | leaving asked+ |
			leaving asked- | hurried | leaving killed+ | kill KILL
			leaving asked- | deadlinePassed | leaving terminated- | terminate TERMINATION
			leaving asked- | disconnected | = |
			leaving asked- | exited | dead- | cancelDeadline
			leaving asked+ | online | = |
			leaving asked+ | listening | = |
			leaving asked+ | stopRequested | = |
			leaving asked+ | hurried | leaving killed+ | kill KILL
			leaving asked+ | deadlinePassed | leaving terminated+ | terminate TERMINATION
			leaving asked+ | disconnected | = |
			leaving asked+ | exited | dead+ | cancelDeadline
			exited- | online | = |
			exited- | listening | = |
			exited- | stopRequested | = |
			exited- | hurried | = |
			exited- | deadlinePassed | = | closeChannel
			exited- | disconnected | dead- | cancelDeadline
			exited- | exited | = |
			exited+ | online | = |
			exited+ | listening | = |
			exited+ | stopRequested | = |
			exited+ | hurried | = |
			exited+ | deadlinePassed | = | closeChannel
			exited+ | disconnected | dead+ | cancelDeadline
			exited+ | exited | = |
			dead- | online | = |
			dead- | listening | = |
			dead- | stopRequested | = |
			dead- | hurried | = |
			dead- | deadlinePassed | = |
			dead- | disconnected | = |
			dead- | exited | = |
			""";

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("rows")
	void phaseAnswersSignal(String phase, String signal, String next, String effects) {
		RecordedEffects recorded = new RecordedEffects();
		WorkerPhase before = PHASES.get(phase);
		WorkerPhase after = SIGNALS.get(signal).apply(before, recorded);
		assertThat(after).isEqualTo(next.equals("=") ? before : phase(next));
		assertThat(String.join(" ", recorded.calls)).isEqualTo(effects);
	}

	@Test
	void tableHoldsEverySignalForEachPhaseInIt() {
		Map<String, TreeSet<String>> bySignal = new LinkedHashMap<>();
		rows().forEach((row) -> bySignal.computeIfAbsent((String) row.get()[0], (phase) -> new TreeSet<>())
			.add((String) row.get()[1]));
		assertThat(bySignal).allSatisfy((phase, covered) -> assertThat(covered).as(phase)
			.containsExactlyElementsOf(new TreeSet<>(SIGNALS.keySet())));
		assertThat(bySignal.keySet().stream().<Class<?>>map((phase) -> phase(phase).getClass()).distinct())
			.containsExactlyInAnyOrderElementsOf(concretePhases());
	}

	private static List<Class<?>> concretePhases() {
		return Stream.<Class<?>>of(WorkerPhase.class.getDeclaredClasses())
			.filter(WorkerPhase.class::isAssignableFrom)
			.filter(Class::isRecord)
			.toList();
	}

	static Stream<Arguments> rows() {
		return TABLE.lines()
			.map((line) -> Arrays.stream(line.split("\\|", -1)).map(String::trim).toArray())
			.map(Arguments::of);
	}

	private static WorkerPhase phase(String name) {
		WorkerPhase phase = PHASES.get(name);
		assertThat(phase).as(name).isNotNull();
		return phase;
	}

	private static Map<String, WorkerPhase> phases() {
		Map<String, WorkerPhase> phases = new LinkedHashMap<>();
		phases.put("starting", new Starting());
		phases.put("online", new Online());
		phases.put("listening", new Listening());
		for (Expectation expectation : Expectation.values()) {
			String mark = (expectation == Expectation.EXPECTED) ? "+" : "-";
			for (StopStep step : StopStep.values()) {
				String name = step.name().toLowerCase(Locale.ROOT) + mark;
				phases.put(name, new Draining(step, expectation));
				phases.put("leaving " + name, new Leaving(step, expectation));
			}
			phases.put("exited" + mark, new Exited(STATUS, expectation));
			phases.put("dead" + mark, new Dead(STATUS, expectation));
		}
		return phases;
	}

	private static Map<String, BiFunction<WorkerPhase, WorkerEffects, WorkerPhase>> signals() {
		Map<String, BiFunction<WorkerPhase, WorkerEffects, WorkerPhase>> signals = new LinkedHashMap<>();
		signals.put("online", WorkerPhase::online);
		signals.put("listening", WorkerPhase::listening);
		signals.put("stopRequested", WorkerPhase::stopRequested);
		signals.put("hurried", WorkerPhase::hurried);
		signals.put("deadlinePassed", WorkerPhase::deadlinePassed);
		signals.put("disconnected", WorkerPhase::disconnected);
		signals.put("exited", (phase, effects) -> phase.exited(effects, STATUS));
		return signals;
	}

	private static final class RecordedEffects implements WorkerEffects {

		private final List<String> calls = new ArrayList<>();

		@Override
		public void askToStop() {
			this.calls.add("askToStop");
		}

		@Override
		public void terminate() {
			this.calls.add("terminate");
		}

		@Override
		public void kill() {
			this.calls.add("kill");
		}

		@Override
		public void closeChannel() {
			this.calls.add("closeChannel");
		}

		@Override
		public void reportStuck() {
			this.calls.add("reportStuck");
		}

		@Override
		public void armDeadline(WorkerDeadline deadline) {
			this.calls.add(deadline.name());
		}

		@Override
		public void cancelDeadline() {
			this.calls.add("cancelDeadline");
		}

	}

}
