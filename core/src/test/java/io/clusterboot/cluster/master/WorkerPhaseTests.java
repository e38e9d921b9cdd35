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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.clusterboot.cluster.master.EndedPhase.Dead;
import io.clusterboot.cluster.master.EndedPhase.Exited;
import io.clusterboot.cluster.master.LivePhase.Listening;
import io.clusterboot.cluster.master.LivePhase.Online;
import io.clusterboot.cluster.master.LivePhase.Quarantined;
import io.clusterboot.cluster.master.LivePhase.Ready;
import io.clusterboot.cluster.master.LivePhase.Starting;
import io.clusterboot.cluster.master.StoppingPhase.Draining;
import io.clusterboot.cluster.master.StoppingPhase.Leaving;
import io.clusterboot.process.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every phase against every signal: what follows, and what is done about it. The table is
 * in {@code worker-phases.txt}.
 */
class WorkerPhaseTests {

	private static final ExitStatus STATUS = new ExitStatus(7);

	private static final Map<String, WorkerPhase> PHASES = phases();

	private static final Map<String, BiFunction<WorkerPhase, WorkerEffects, WorkerPhase>> SIGNALS = signals();

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
		return concretePhases(WorkerPhase.class).toList();
	}

	private static Stream<Class<?>> concretePhases(Class<?> phase) {
		return phase.isSealed() ? Stream.of(phase.getPermittedSubclasses()).flatMap(WorkerPhaseTests::concretePhases)
				: Stream.of(phase);
	}

	static Stream<Arguments> rows() {
		return table().lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> Arrays.copyOf(line.split(" *\\| *", -1), 4))
			.map((cells) -> Arrays.stream(cells).map((cell) -> Objects.requireNonNullElse(cell, "").trim()).toArray())
			.map(Arguments::of);
	}

	private static String table() {
		try (InputStream table = WorkerPhaseTests.class.getResourceAsStream("worker-phases.txt")) {
			return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static WorkerPhase phase(String name) {
		WorkerPhase phase = PHASES.get(name);
		assertThat(phase).as(name).isNotNull();
		return phase;
	}

	private static Map<String, WorkerPhase> phases() {
		Map<String, WorkerPhase> phases = new LinkedHashMap<>();
		for (Readiness readiness : Readiness.values()) {
			String mark = (readiness != Readiness.UNREPORTED) ? " " + readiness.name().toLowerCase(Locale.ROOT) : "";
			phases.put("starting" + mark, new Starting(readiness));
			phases.put("online" + mark, new Online(readiness));
		}
		phases.put("listening", new Listening());
		phases.put("ready", new Ready());
		phases.put("quarantined", new Quarantined(true));
		phases.put("quarantined unready", new Quarantined(false));
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
		signals.put("says ready", (phase, effects) -> phase.readiness(Readiness.READY));
		signals.put("says unready", (phase, effects) -> phase.readiness(Readiness.UNREADY));
		signals.put("quarantined", (phase, effects) -> phase.quarantined());
		signals.put("released", (phase, effects) -> phase.released());
		signals.put("hung", WorkerPhase::hung);
		signals.put("examined", WorkerPhase::examined);
		signals.put("leaving", WorkerPhase::leaving);
		signals.put("terminated", WorkerPhase::terminated);
		signals.put("stopRequested", WorkerPhase::stopRequested);
		signals.put("stopNowRequested", WorkerPhase::stopNowRequested);
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
		public void dumpThreads() {
			this.calls.add("dumpThreads");
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
