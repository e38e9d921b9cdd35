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

package io.clusterboot.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.load.SteadyRate;
import io.clusterboot.benchmarks.load.Wrk;
import io.clusterboot.benchmarks.peer.Server;
import io.clusterboot.benchmarks.process.ProcessorTime;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * How fast a cluster serves. All contestants are started once and stay; in each round
 * each has a turn under each load.
 */
public final class HttpFamily implements Family {

	private static final List<HttpRow> ROWS = HttpRow.all();

	@Override
	public String title() {
		return "HTTP";
	}

	@Override
	public String description() {
		return """
				Two workers, under each scheduling policy, and other ways to use the machine; `wrk` is the client, with one
				thread and 64 connections on loopback. All contestants are started once, and warmed up until their rates
				stop growing; in each round each has a turn under each load. `wrk` needs processors too: on a small machine
				the rates of two contestants differ less than the processor time of their requests (all processes of a
				contestant, with garbage collection, without compilation).""";
	}

	@Override
	public List<Row> rows() {
		return ROWS.stream().map(HttpRow::row).toList();
	}

	@Override
	public Set<String> shortRows() {
		return Set.of("http/json-rate-shared", "http/json-p99-shared");
	}

	@Override
	public int rounds() {
		return 5;
	}

	@Override
	public Set<Unit> charts() {
		return Set.of(Unit.PER_SECOND, Unit.MILLIS, Unit.MICROS);
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		Wrk wrk = new Wrk(bench.tools().require("wrk"));
		List<HttpRow> rows = ROWS.stream().filter((row) -> selection.has(row.row())).toList();
		EnumSet<Contestant> wanted = EnumSet.noneOf(Contestant.class);
		for (Contestant contestant : Contestant.values()) {
			if (rows.stream().anyMatch((row) -> row.has(contestant))) {
				wanted.add(contestant);
			}
		}
		Contestants contestants = Contestants.start(bench, wanted);
		Rounds rounds = new Rounds(bench, wrk, rows, contestants);
		try {
			rounds.warmUp();
			return rounds;
		}
		catch (IOException | RuntimeException ex) {
			contestants.close();
			throw ex;
		}
	}

	/**
	 * What is done in each round.
	 */
	private record Rounds(Bench bench, Wrk wrk, List<HttpRow> rows, Contestants contestants) implements Session {

		void warmUp() throws IOException {
			for (Load load : Load.values()) {
				for (Map.Entry<Contestant, Server> each : this.contestants.servers().entrySet()) {
					if (!rows(load, each.getKey()).isEmpty()) {
						warmUp(load, each.getValue());
					}
				}
			}
		}

		private void warmUp(Load load, Server server) throws IOException {
			Duration duration = this.bench.effort().seconds(5);
			SteadyRate.Turn turn = () -> load.run(this.wrk, server.port(), duration).rate();
			if (this.bench.effort().isShort()) {
				turn.rate();
			}
			else {
				SteadyRate.await(turn);
			}
		}

		@Override
		public void round(Figures figures) throws IOException {
			Duration duration = this.bench.effort().seconds(3);
			for (Load load : Load.values()) {
				for (Map.Entry<Contestant, Server> each : this.contestants.servers().entrySet()) {
					List<HttpRow> matching = rows(load, each.getKey());
					if (!matching.isEmpty()) {
						Trial trial = Trial.run(each.getValue(), load, this.wrk, duration);
						matching.forEach(
								(row) -> figures.add(row.row(), each.getKey().toString(), trial.of(row.measure())));
					}
				}
			}
		}

		private List<HttpRow> rows(Load load, Contestant contestant) {
			return this.rows.stream().filter((row) -> row.load() == load && row.has(contestant)).toList();
		}

		@Override
		public void close() {
			this.contestants.close();
		}

	}

	/**
	 * One run of a load against a contestant.
	 */
	private record Trial(Wrk.Outcome outcome, double worked) {

		static Trial run(Server server, Load load, Wrk wrk, Duration duration) throws IOException {
			ProcessorTime worked = ProcessorTime.start(server.pids().stream().mapToLong(Long::longValue).toArray());
			Wrk.Outcome outcome = load.run(wrk, server.port(), duration);
			return new Trial(outcome, worked.microsPerOperation(outcome.requests()));
		}

		double of(HttpRow.Measure measure) {
			return switch (measure) {
				case RATE -> this.outcome.rate();
				case P99 -> this.outcome.p99();
				case PROCESSOR -> this.worked;
			};
		}

	}

}
