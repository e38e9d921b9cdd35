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

package io.clusterboot.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.clusterboot.test.application.WorkerAnswer;

/**
 * Describes the clients of a {@link LoadProbe}. Not thread-safe.
 */
public final class LoadProbeBuilder {

	private final int port;

	private final String path;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private int keepAlive = 4;

	private int newConnection = 4;

	private Duration pause = Duration.ofMillis(10);

	private Duration answerTimeout = Duration.ofSeconds(30);

	private RepeatRule repeatRule = RepeatRule.NEVER;

	private String workerHeader = WorkerAnswer.HEADER;

	LoadProbeBuilder(int port, String path) {
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException("path: %s (expected: a slash at its start)".formatted(path));
		}
		this.port = port;
		this.path = path;
	}

	/**
	 * Set the number of clients: half of them keep their connections, the others open one
	 * for each request.
	 * @param count the number, 8 by default
	 * @return this builder
	 */
	public LoadProbeBuilder clients(int count) {
		return keepAliveClients(count - count / 2).newConnectionClients(count / 2);
	}

	/**
	 * Set the number of clients that send their requests on a connection that they keep.
	 * @param count the number
	 * @return this builder
	 */
	public LoadProbeBuilder keepAliveClients(int count) {
		this.keepAlive = notNegative("clients", count);
		return this;
	}

	/**
	 * Set the number of clients that open a connection for each request.
	 * @param count the number
	 * @return this builder
	 */
	public LoadProbeBuilder newConnectionClients(int count) {
		this.newConnection = notNegative("clients", count);
		return this;
	}

	private static int notNegative(String name, int count) {
		if (count < 0) {
			throw new IllegalArgumentException("%s: %d (expected: >= 0)".formatted(name, count));
		}
		return count;
	}

	/**
	 * Set how long each client waits after an answer, so that processes that start
	 * meanwhile have processors to run on.
	 * @param pause the time, 10 ms by default
	 * @return this builder
	 */
	public LoadProbeBuilder pause(Duration pause) {
		this.pause = pause;
		return this;
	}

	/**
	 * Set the time after which a request without a complete answer is lost.
	 * @param timeout the longest time without a byte, 30 s by default
	 * @return this builder
	 */
	public LoadProbeBuilder answerTimeout(Duration timeout) {
		this.answerTimeout = timeout;
		return this;
	}

	/**
	 * Add a header to the requests.
	 * @param name its name
	 * @param value its value
	 * @return this builder
	 */
	public LoadProbeBuilder header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Send a request a second time where a browser does, once, on a new connection: the
	 * connection was kept from an earlier request, and ended before any byte of the
	 * answer came. It is lost if the second one is. Without this no request is sent
	 * twice, and such a request is lost.
	 * @return this builder
	 */
	public LoadProbeBuilder repeatLikeBrowser() {
		this.repeatRule = RepeatRule.LIKE_BROWSER;
		return this;
	}

	/**
	 * Set the header of answers that names the worker.
	 * @param name its name; {@code Cluster-Worker} by default, which workers that run
	 * from the class path of the tests send
	 * @return this builder
	 */
	public LoadProbeBuilder workerHeader(String name) {
		this.workerHeader = name;
		return this;
	}

	/**
	 * Start the clients, and wait until each has been answered once.
	 * @return the probe, to be closed by the caller
	 * @throws AssertionError if a client is not answered
	 */
	public LoadProbe start() {
		return LoadProbe.start(this);
	}

	int port() {
		return this.port;
	}

	int count(LoadClient client) {
		return switch (client) {
			case KEEP_ALIVE -> this.keepAlive;
			case NEW_CONNECTION -> this.newConnection;
		};
	}

	Duration pause() {
		return this.pause;
	}

	Duration answerTimeout() {
		return this.answerTimeout;
	}

	RepeatRule repeatRule() {
		return this.repeatRule;
	}

	String workerHeader() {
		return this.workerHeader;
	}

	/**
	 * Return the head of a request.
	 */
	String head(LoadClient client) {
		StringBuilder head = new StringBuilder(
				"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(this.path, this.port));
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (client == LoadClient.NEW_CONNECTION) {
			head.append("Connection: close\r\n");
		}
		return head.append("\r\n").toString();
	}

	/**
	 * Which requests are sent a second time.
	 */
	enum RepeatRule {

		/**
		 * None.
		 */
		NEVER,

		/**
		 * One on a kept connection that ended before any byte of the answer came.
		 */
		LIKE_BROWSER

	}

}
