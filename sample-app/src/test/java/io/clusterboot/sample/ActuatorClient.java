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

package io.clusterboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A client of the actuator, each request on a connection of its own: any worker may
 * answer.
 *
 * @param port the port of the workers, or that of the master's management server
 */
record ActuatorClient(int port) {

	private static final int TIMEOUT = (int) SampleProcess.START_DEADLINE.toMillis();

	Reply get(String path) {
		return ask("GET", path, null);
	}

	/**
	 * Send an operation, with its arguments as JSON.
	 */
	Reply post(String path, String json) {
		return ask("POST", path, json);
	}

	/**
	 * The status of a health group.
	 */
	String health(String group) {
		return get("health/" + group).body().path("status").asString();
	}

	private Reply ask(String method, String path, @Nullable String body) {
		try {
			HttpURLConnection connection = (HttpURLConnection) new SampleClient(this.port).uri("/actuator/" + path)
				.toURL()
				.openConnection();
			connection.setConnectTimeout(TIMEOUT);
			connection.setReadTimeout(TIMEOUT);
			connection.setRequestMethod(method);
			connection.setRequestProperty("Connection", "close");
			if (body != null) {
				connection.setRequestProperty("Content-Type", "application/json");
				connection.setDoOutput(true);
				try (OutputStream out = connection.getOutputStream()) {
					out.write(body.getBytes(StandardCharsets.UTF_8));
				}
			}
			int status = connection.getResponseCode();
			try (InputStream in = (status < 400) ? connection.getInputStream() : connection.getErrorStream()) {
				String type = connection.getContentType();
				return new Reply(status, (type != null && type.contains("json")) ? JsonMapper.shared().readTree(in)
						: MissingNode.getInstance());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status
	 */
	record Reply(int status, JsonNode body) {

		String text() {
			return this.body.path("text").asString();
		}

	}

}
