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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clusterboot.cluster.worker.MembershipPhase.Announcing;
import io.clusterboot.cluster.worker.MembershipPhase.ClosingServers;
import io.clusterboot.cluster.worker.MembershipPhase.Ended;
import io.clusterboot.cluster.worker.MembershipPhase.EndingChannel;
import io.clusterboot.cluster.worker.MembershipPhase.Joined;
import io.clusterboot.cluster.worker.MembershipPhase.Killed;
import io.clusterboot.cluster.worker.MembershipPhase.Lost;
import io.clusterboot.cluster.worker.MembershipPhase.Step;
import io.clusterboot.cluster.worker.MembershipPhase.StopRequested;
import io.clusterboot.ipc.DisconnectCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every phase of {@link MembershipPhase} with every signal. A line of the table is a
 * phase; its columns are what follows a stop request of the master, leaving, killing, the
 * end of the last server, the answer to the announcement, and the end of the channel by
 * this side and by the other.
 */
class MembershipPhaseTests {

	private static final String TABLE = """
			joined: stopRequested STOP | closingW CLOSE | killed ONEXIT ANNOUNCE | joined | joined | lost GONE | lost GONE
			stopRequested: stopRequested STOP | closingM CLOSE | killed ONEXIT END | stopRequested | stopRequested | ended GONE | ended GONE
			closingW: closingM STOP | closingW | killed ONEXIT ANNOUNCE | announcingW ANNOUNCE | closingW | ended | ended GONE
			closingM: closingM STOP | closingM | killed ONEXIT END | endingChannel END | closingM | ended | ended GONE
			announcingW: announcingM STOP | announcingW | killed ONEXIT | announcingW | endingChannel END | ended | ended GONE
			announcingM: announcingM STOP | announcingM | killed ONEXIT END | announcingM | endingChannel END | ended | ended GONE
			endingChannel: endingChannel STOP | endingChannel | killed ONEXIT | endingChannel | endingChannel | ended | ended GONE
			killed: killed STOP | killed | killed | killed | killed END | ended | ended GONE
			ended: ended | ended CLOSE | ended EXIT | ended | ended | ended | ended
			lost: lost | ended CLOSE | ended EXIT | lost | lost | lost | lost
			""";

	private static final Map<String, MembershipPhase> PHASES = phases();

	private static Map<String, MembershipPhase> phases() {
		Map<String, MembershipPhase> phases = new LinkedHashMap<>();
		phases.put("joined", new Joined());
		phases.put("stopRequested", new StopRequested());
		phases.put("closingW", new ClosingServers(Initiator.WORKER));
		phases.put("closingM", new ClosingServers(Initiator.MASTER));
		phases.put("announcingW", new Announcing(Initiator.WORKER));
		phases.put("announcingM", new Announcing(Initiator.MASTER));
		phases.put("endingChannel", new EndingChannel());
		phases.put("killed", new Killed());
		phases.put("ended", new Ended());
		phases.put("lost", new Lost());
		return phases;
	}

	static Stream<String> lines() {
		return TABLE.lines();
	}

	@ParameterizedTest
	@MethodSource("lines")
	void everySignal(String line) {
		String name = line.substring(0, line.indexOf(':'));
		MembershipPhase phase = PHASES.get(name);
		Stream<Function<MembershipPhase, Step>> signals = Stream.of(MembershipPhase::stopRequested,
				MembershipPhase::leaveRequested, MembershipPhase::killRequested, MembershipPhase::serversClosed,
				MembershipPhase::announcementAnswered, (one) -> one.channelEnded(DisconnectCause.CLOSED_HERE),
				(one) -> one.channelEnded(DisconnectCause.PEER_CLOSED));
		assertThat(signals.map((signal) -> describe(signal.apply(phase))).collect(Collectors.joining(" | ")))
			.isEqualTo(line.substring(line.indexOf(':') + 2));
	}

	@Test
	void tableHasEveryPhase() {
		assertThat(lines().map((line) -> line.substring(0, line.indexOf(':'))))
			.containsExactlyElementsOf(PHASES.keySet());
		assertThat(PHASES.values().stream().map((phase) -> phase.getClass().getName()).distinct())
			.containsExactlyInAnyOrderElementsOf(concrete(MembershipPhase.class).map(Class::getName).toList());
	}

	private static Stream<Class<?>> concrete(Class<?> type) {
		return type.isInterface() ? Stream.of(type.getPermittedSubclasses()).flatMap(MembershipPhaseTests::concrete)
				: Stream.of(type);
	}

	@Test
	void endIsWantedUnlessNobodyAskedForIt() {
		PHASES.forEach((name, phase) -> {
			switch (name) {
				case "joined" -> assertThat(phase.exitedAfterDisconnect()).as(name).isEmpty();
				case "lost" -> assertThat(phase.exitedAfterDisconnect()).as(name).hasValue(false);
				default -> assertThat(phase.exitedAfterDisconnect()).as(name).hasValue(true);
			}
		});
	}

	private static String describe(Step step) {
		String next = PHASES.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(step.next()))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseThrow();
		return Stream.concat(Stream.of(next), step.actions().stream().map((action) -> switch (action) {
			case NOTIFY_STOP_REQUESTED -> "STOP";
			case NOTIFY_MASTER_GONE -> "GONE";
			case CLOSE_SERVERS -> "CLOSE";
			case ANNOUNCE -> "ANNOUNCE";
			case END_CHANNEL -> "END";
			case EXIT_ON_DISCONNECT -> "ONEXIT";
			case EXIT -> "EXIT";
		})).collect(Collectors.joining(" "));
	}

}
