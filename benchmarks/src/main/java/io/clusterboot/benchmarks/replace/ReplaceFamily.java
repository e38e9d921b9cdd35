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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.NodeCluster;
import io.clusterboot.benchmarks.peer.Pm2;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;

/**
 * How a cluster replaces workers: all of them, one after another, while clients send
 * requests, and one that was killed.
 */
public final class ReplaceFamily implements Family {

	static final String OURS = "cluster";

	static final String PM2 = "PM2";

	static final String NODE = "Node cluster";

	static final String ROLLING = "cluster, rolling";

	static final String STEADY = "cluster, steady";

	static final String PM2_ROLLING = "PM2, reloading";

	static final String PM2_STEADY = "PM2, steady";

	static final Row DURATION = Row
		.of("replace/roll", "all workers replaced, under load", Unit.SECONDS, Better.LOWER, OURS)
		.against(PM2);

	static final Row FAILED = Row.of("replace/failed", "failed requests meanwhile", Unit.COUNT, Better.LOWER, OURS)
		.aiming(Aim.atMost(0))
		.against(PM2);

	static final Row P99 = Row
		.of("replace/p99", "99th percentile of answers, from when a request was due", Unit.MILLIS, Better.LOWER,
				ROLLING)
		.against(STEADY, Aim.atMost(2));

	static final Row PM2_P99 = Row.of("replace/p99-pm2", P99.title(), Unit.MILLIS, Better.LOWER, PM2_ROLLING)
		.against(PM2_STEADY);

	static final Row RESPAWN = Row
		.of("replace/kill", "`kill -9` to the replacement listening", Unit.SECONDS, Better.LOWER, OURS)
		.against(PM2)
		.against(NODE);

	@Override
	public String title() {
		return "Replacing workers";
	}

	@Override
	public String description() {
		return """
				Four workers that run from an image with an archive, and four processes of PM2 and of Node's cluster, which
				start in a tenth of the time whatever replaces them. Clients send %d requests per second over 16 kept
				connections while all are replaced: a rolling restart (SIGHUP) and `pm2 reload`."""
			.formatted(ReplaceRounds.REQUESTS_PER_SECOND);
	}

	@Override
	public List<Row> rows() {
		return List.of(DURATION, FAILED, P99, PM2_P99, RESPAWN);
	}

	@Override
	public Set<String> shortRows() {
		return Set.of(DURATION.id(), FAILED.id(), RESPAWN.id());
	}

	@Override
	public int rounds() {
		return 3;
	}

	@Override
	public Session open(Bench bench, Selection selection) throws IOException, InterruptedException {
		int workers = bench.effort().isShort() ? 2 : 4;
		Application application = Application.create(bench);
		if (!bench.effort().isShort()) {
			application.prepareImage(workers);
		}
		Optional<Path> pm2 = selection.needs(PM2) || selection.needs(PM2_STEADY) ? Pm2.install(bench)
				: Optional.empty();
		ReplaceRounds rounds = new ReplaceRounds(bench.effort(), selection);
		try {
			rounds.use(application.cluster(workers).ready(workers));
			if (pm2.isPresent()) {
				rounds.use(Pm2.start(bench, pm2.get(), workers));
			}
			if (selection.needs(NODE) && bench.tools().find("node").isPresent()) {
				rounds.use(NodeCluster.start(bench, "rr", workers));
			}
			return rounds;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			rounds.close();
			throw ex;
		}
	}

}
