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

package io.clusterboot.spring.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.LeaderStatus;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.RollStatus;
import io.clusterboot.cluster.SlotStatus;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.control.ControlCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusTable} and {@link DurationConverter}.
 */
class StatusTableTests {

	private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

	private static final long MEBI = 1024 * 1024;

	private static ClusterStatus status() {
		return status(WorkerStatus.ThreadPool.FREE);
	}

	private static ClusterStatus status(WorkerStatus.ThreadPool pool) {
		MasterStatus master = new MasterStatus(100, "/srv/app.jar", NOW.minusSeconds(3700), Duration.ofSeconds(3700),
				MasterStatus.Phase.SERVING, 1, "shared", List.of("*:8080"), 2, 1, 7, 90 * MEBI, Duration.ofSeconds(5));
		WorkerStatus worker = new WorkerStatus(3, 0, 4711, 1, WorkerState.READY, NOW.minusSeconds(65),
				NOW.minusSeconds(70), Duration.ofSeconds(70), null, 200 * MEBI, Duration.ofMillis(3400),
				new WorkerStatus.Heap(50 * MEBI, 256 * MEBI, Duration.ofMillis(12)),
				new WorkerStatus.Traffic(7, 20, 2, 1234, 5, 0, 0, Duration.ZERO, Duration.ofMillis(3)), pool);
		SlotStatus.LastExit exit = new SlotStatus.LastExit(2, 4700, 0, NOW, Duration.ofSeconds(1), 137, false, "signal",
				"killed from outside with SIGKILL", 0, 0);
		Incident incident = new Incident(NOW, Incident.Kind.HANG, "Worker 1 hangs\nmore", 1, 0, 4699L,
				"/var/dumps/w1.txt", List.of());
		return new ClusterStatus(NOW, master, List.of(worker),
				List.of(new SlotStatus(0, 2, false, exit), new SlotStatus(1, 6, true, exit)),
				new LeaderStatus(3, 1_795_000_000L),
				new RollStatus(2, NOW.minusSeconds(3), 0, 2, RollStatus.Step.CANARY, 4), List.of(incident));
	}

	private static List<String> lines(Ansi ansi) {
		return lines(status(), ansi);
	}

	private static List<String> lines(ClusterStatus status, Ansi ansi) {
		StringWriter text = new StringWriter();
		new StatusTable(ControlCodec.json(status), ansi).print(new PrintWriter(text, true));
		return text.toString().lines().toList();
	}

	@Test
	void hasMasterRollWorkersAndIncidents() {
		assertThat(lines(Ansi.OFF)).containsExactly("serving  /srv/app.jar on *:8080",
				"master pid 100, generation 1, shared, up 1h 1m, 1 of 2 workers ready, 7 connections, 90M, cpu 5.0s",
				"worker 3 leads, epoch 1795000000", "rolling restart to generation 2: 0 of 2 replaced, canary for 3.0s",
				"",
				"SLOT  ID  PID   GEN  STATE       SINCE  UP      RESTARTS  CONN  REQS  BUSY  5XX  LAG  HEAP      GC    RSS   CPU   LAST EXIT",
				"0     3   4711  1    ready       1m 5s  1m 10s  2         7     1234  2     5    3ms  50M/256M  12ms  200M  3.4s  killed from outside with SIGKILL",
				"1                    in trouble                 6                                                                 killed from outside with SIGKILL",
				"", "1 incident, the latest:", "  2026-11-23T10:00:00Z  Worker 1 hangs (/var/dumps/w1.txt)");
	}

	@Test
	void coloursChangeNoColumn() {
		assertThat(lines(Ansi.ON)).anyMatch((line) -> line.contains("\u001B[32mready\u001B["));
		assertThat(lines(Ansi.ON).stream().map((line) -> line.replaceAll("\u001B\\[[0-9;]*m", "").stripTrailing()))
			.containsExactlyElementsOf(lines(Ansi.OFF));
	}

	@Test
	void exhaustedThreadPoolIsInTheState() {
		ClusterStatus status = status(new WorkerStatus.ThreadPool(Duration.ofSeconds(12), Duration.ofSeconds(3)));
		assertThat(lines(status, Ansi.OFF)).anyMatch((line) -> line.contains("  ready, pool exhausted  1m 5s"));
		assertThat(lines(status, Ansi.ON)).anyMatch((line) -> line.contains("\u001B[33mready, pool exhausted\u001B["));
	}

	@ParameterizedTest
	@CsvSource({ "0, PT0S", "500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H" })
	void durationIsReadAsInTheKeysOfTheApplication(String text, Duration expected) {
		assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
	}

}
