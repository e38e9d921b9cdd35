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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.peer.Application;
import io.clusterboot.benchmarks.peer.NodeCluster;
import io.clusterboot.benchmarks.peer.ReverseProxy;
import io.clusterboot.benchmarks.peer.Server;

/**
 * The contestants that are there, all started once. It owns them.
 */
final class Contestants implements Closeable {

	private static final int WORKERS = 2;

	private final Map<Contestant, Server> servers = new EnumMap<>(Contestant.class);

	private final List<Server> plain = new ArrayList<>();

	private Contestants() {
	}

	static Contestants start(Bench bench, Set<Contestant> wanted) throws IOException, InterruptedException {
		Contestants contestants = new Contestants();
		try {
			contestants.startAll(bench, wanted);
			return contestants;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			contestants.close();
			throw ex;
		}
	}

	private void startAll(Bench bench, Set<Contestant> wanted) throws IOException, InterruptedException {
		Application application = Application.create(bench);
		if (!bench.effort().isShort() && wanted.stream().anyMatch(Contestant::isOurs)) {
			application.prepareImage(WORKERS);
		}
		int behindProxies = (wanted.contains(Contestant.NGINX) || wanted.contains(Contestant.HAPROXY)) ? 2 : 1;
		if (wanted.stream().anyMatch(Contestant::needsPlain)) {
			for (int i = 0; i < behindProxies; i++) {
				this.plain.add(application.plain().ready(0));
			}
		}
		for (Contestant contestant : wanted) {
			switch (contestant) {
				case PLAIN -> this.servers.put(contestant, this.plain.get(0));
				case NGINX -> {
					if (bench.tools().find("nginx").isPresent()) {
						this.servers.put(contestant, ReverseProxy.nginx(bench, this.plain));
					}
				}
				case HAPROXY -> {
					if (bench.tools().find("haproxy").isPresent()) {
						this.servers.put(contestant, ReverseProxy.haproxy(bench, this.plain));
					}
				}
				case NODE_NONE -> startNode(bench, contestant, "none");
				case NODE_RR -> startNode(bench, contestant, "rr");
				default -> this.servers.put(contestant,
						application.cluster(WORKERS, "--cluster.scheduling-policy=" + contestant).ready(WORKERS));
			}
		}
	}

	private void startNode(Bench bench, Contestant contestant, String policy) throws IOException, InterruptedException {
		if (bench.tools().find("node").isPresent()) {
			this.servers.put(contestant, NodeCluster.start(bench, policy, WORKERS));
		}
	}

	Map<Contestant, Server> servers() {
		return this.servers;
	}

	@Override
	public void close() {
		this.servers.values().forEach(Server::close);
		this.plain.forEach(Server::close);
	}

}
