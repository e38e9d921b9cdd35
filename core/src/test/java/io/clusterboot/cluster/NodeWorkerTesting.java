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

package io.clusterboot.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.event.ClusterEvent.Listening;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tests with Node processes as workers share.
 */
abstract class NodeWorkerTesting {

	static final Map<String, Object> LOOPBACK = Map.of("host", "127.0.0.1", "port", 0);

	static final int TIMEOUT_MILLIS = 120_000;

	static final String RESET = "reset";

	static List<Socket> connect(int port, int count) throws IOException {
		List<Socket> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Socket client = new Socket("127.0.0.1", port);
			client.setSoTimeout(TIMEOUT_MILLIS);
			clients.add(client);
		}
		return clients;
	}

	static String pid(NodeCluster cluster, int id) {
		return cluster.master()
			.workers()
			.stream()
			.filter((worker) -> worker.id() == id)
			.map((worker) -> Long.toString(worker.pid()))
			.findFirst()
			.orElseThrow();
	}

	static int portOf(Listening event) {
		return ((InetSocketAddress) event.address()).getPort();
	}

	static JsonNode tree(String json) {
		return JsonMapper.shared().readTree(json);
	}

	static Socket connect(int port) throws IOException {
		Socket client = new Socket();
		client.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
		client.setSoTimeout(TIMEOUT_MILLIS);
		return client;
	}

	static String text(int port) throws IOException {
		try (Socket client = connect(port)) {
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	static String request(int port) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/")
			.toURL()
			.openConnection();
		connection.setRequestProperty("Connection", "close");
		connection.setReadTimeout(TIMEOUT_MILLIS);
		try (InputStream body = connection.getInputStream()) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
