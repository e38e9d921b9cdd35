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

package io.clusterboot.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.load.FirstAnswer;
import io.clusterboot.benchmarks.process.Ports;
import io.clusterboot.benchmarks.process.StartedProcess;

/**
 * nginx or HAProxy before two JVMs, which somebody else owns.
 */
public final class ReverseProxy implements Server {

	private final StartedProcess process;

	private final int port;

	private final List<Server> servers;

	private ReverseProxy(StartedProcess process, int port, List<Server> servers) {
		this.process = process;
		this.port = port;
		this.servers = servers;
	}

	/**
	 * Start nginx.
	 * @param bench what to measure with
	 * @param servers the two servers behind it
	 * @return the proxy, which serves
	 * @throws IOException if it does not start
	 */
	public static ReverseProxy nginx(Bench bench, List<Server> servers) throws IOException {
		Path folder = bench.folder("nginx");
		return start(bench, folder, "nginx.conf", servers, List.of(bench.tools().require("nginx"), "-p",
				folder.toString(), "-e", "stderr", "-c", folder.resolve("nginx.conf").toString()));
	}

	/**
	 * Start HAProxy.
	 * @param bench what to measure with
	 * @param servers the two servers behind it
	 * @return the proxy, which serves
	 * @throws IOException if it does not start
	 */
	public static ReverseProxy haproxy(Bench bench, List<Server> servers) throws IOException {
		Path folder = bench.folder("haproxy");
		return start(bench, folder, "haproxy.cfg", servers,
				List.of(bench.tools().require("haproxy"), "-db", "-f", folder.resolve("haproxy.cfg").toString()));
	}

	private static ReverseProxy start(Bench bench, Path folder, String configuration, List<Server> servers,
			List<String> command) throws IOException {
		int port = Ports.free();
		Path file = Bench.copy(ReverseProxy.class, configuration, folder);
		Files.writeString(file,
				Files.readString(file)
					.replace("@DIRECTORY@", folder.toString())
					.replace("@PORT@", Integer.toString(port))
					.replace("@FIRST@", Integer.toString(servers.get(0).port()))
					.replace("@SECOND@", Integer.toString(servers.get(1).port())));
		StartedProcess process = bench.processes().start(configuration, folder, command, Map.of());
		try {
			FirstAnswer.await(port, "/json");
			return new ReverseProxy(process, port, servers);
		}
		catch (IOException ex) {
			process.close();
			throw ex;
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public List<Long> pids() {
		List<Long> pids = new ArrayList<>(this.process.pids());
		this.servers.forEach((server) -> pids.addAll(server.pids()));
		return pids;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
