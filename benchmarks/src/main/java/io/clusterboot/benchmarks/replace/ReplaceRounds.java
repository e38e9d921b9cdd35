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

package io.clusterboot.benchmarks.replace;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.clusterboot.benchmarks.bench.Effort;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.load.PacedLoad;
import io.clusterboot.benchmarks.peer.NodeCluster;
import io.clusterboot.benchmarks.peer.Pm2;
import io.clusterboot.benchmarks.peer.Server;
import io.clusterboot.benchmarks.peer.StartedApplication;
import io.clusterboot.benchmarks.row.Figures;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers of those that are there. It owns them.
 */
final class ReplaceRounds implements Session {

	static final int REQUESTS_PER_SECOND = 300;

	private static final int STEADY_SECONDS = 8;

	private static final List<Row> ROLLS = List.of(ReplaceFamily.DURATION, ReplaceFamily.FAILED, ReplaceFamily.P99,
			ReplaceFamily.PM2_P99);

	private final Effort effort;

	private final Selection selection;

	private final Deque<Server> servers = new ArrayDeque<>();

	private @Nullable StartedApplication cluster;

	private @Nullable Pm2 pm2;

	private @Nullable NodeCluster node;

	private boolean warm;

	ReplaceRounds(Effort effort, Selection selection) {
		this.effort = effort;
		this.selection = selection;
	}

	void use(StartedApplication started) {
		this.cluster = started;
		this.servers.add(started);
	}

	void use(Pm2 started) {
		this.pm2 = started;
		this.servers.add(started);
	}

	void use(NodeCluster started) {
		this.node = started;
		this.servers.add(started);
	}

	@Override
	public void round(Figures figures) throws IOException, InterruptedException {
		boolean rolls = this.selection.hasAny(ROLLS);
		StartedApplication ours = this.cluster;
		if (ours != null) {
			if (rolls) {
				Outcome outcome = underLoad(ours, ours::roll);
				figures.add(ReplaceFamily.DURATION, ReplaceFamily.OURS, outcome.seconds());
				figures.add(ReplaceFamily.FAILED, ReplaceFamily.OURS, outcome.rolling().failed());
				figures.add(ReplaceFamily.P99, ReplaceFamily.ROLLING, outcome.rolling().p99());
				figures.add(ReplaceFamily.P99, ReplaceFamily.STEADY, outcome.steady().p99());
			}
			figures.add(ReplaceFamily.RESPAWN, ReplaceFamily.OURS, ours.replace().sinceKill());
		}
		Pm2 theirs = this.pm2;
		if (theirs != null) {
			if (rolls) {
				Outcome outcome = underLoad(theirs, theirs::reload);
				figures.add(ReplaceFamily.DURATION, ReplaceFamily.PM2, outcome.seconds());
				figures.add(ReplaceFamily.FAILED, ReplaceFamily.PM2, outcome.rolling().failed());
				figures.add(ReplaceFamily.PM2_P99, ReplaceFamily.PM2_ROLLING, outcome.rolling().p99());
				figures.add(ReplaceFamily.PM2_P99, ReplaceFamily.PM2_STEADY, outcome.steady().p99());
			}
			figures.add(ReplaceFamily.RESPAWN, ReplaceFamily.PM2, theirs.replace());
		}
		if (this.node != null) {
			figures.add(ReplaceFamily.RESPAWN, ReplaceFamily.NODE, this.node.replace());
		}
		this.warm = true;
	}

	/**
	 * Measure some time without a replacement, and then the replacement.
	 */
	private Outcome underLoad(Server server, Rolling rolling) throws IOException, InterruptedException {
		try (PacedLoad load = PacedLoad.start(server.port(), "/json", REQUESTS_PER_SECOND)) {
			if (!this.warm) {
				pass(this.effort.seconds(10));
			}
			long start = System.nanoTime();
			pass(this.effort.seconds(STEADY_SECONDS));
			long begin = System.nanoTime();
			long end = rolling.roll();
			// What was due before the end must have been answered
			pass(Duration.ofSeconds(1));
			return new Outcome((end - begin) / 1e9, load.between(start, begin), load.between(begin, end));
		}
	}

	private static void pass(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	@Override
	public void close() {
		this.servers.forEach(Server::close);
	}

	private interface Rolling {

		long roll() throws IOException, InterruptedException;

	}

	private record Outcome(double seconds, PacedLoad.Outcome steady, PacedLoad.Outcome rolling) {

	}

}
