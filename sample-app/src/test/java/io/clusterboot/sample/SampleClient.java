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
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP client for one port of the loopback interface. It keeps its connections alive;
 * {@link #getOnNewConnection} does not. Reactor Netty 1.3.7 may stop reading from a
 * kept-alive connection after an answer of the actuator (reactor-netty#4361): ask for
 * that on a new connection.
 */
final class SampleClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final JsonMapper JSON = new JsonMapper();

	private final String host;

	private final int port;

	private final HttpClient client;

	private final @Nullable InetAddress source;

	SampleClient(int port) {
		this("127.0.0.1", port);
	}

	/**
	 * A client for a port of another address of the loopback interface.
	 */
	SampleClient(String host, int port) {
		this(host, port, HttpClient.Version.HTTP_1_1, null);
	}

	private SampleClient(String host, int port, HttpClient.Version version, @Nullable InetAddress source) {
		this.host = host;
		this.port = port;
		this.source = source;
		this.client = HttpClient.newBuilder().version(version).connectTimeout(TIMEOUT).build();
	}

	/**
	 * A client that speaks HTTP/2 without TLS, by upgrade, where the server does.
	 */
	SampleClient h2c() {
		return new SampleClient(this.host, this.port, HttpClient.Version.HTTP_2, this.source);
	}

	/**
	 * A client whose plain connections come from another address, such as any of
	 * 127.0.0.0/8.
	 */
	SampleClient from(String address) {
		try {
			return new SampleClient(this.host, this.port, HttpClient.Version.HTTP_1_1, InetAddress.getByName(address));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(address, ex);
		}
	}

	int port() {
		return this.port;
	}

	URI uri(String path) {
		return URI.create("http://" + this.host + ":" + this.port + path);
	}

	/**
	 * The client underneath, for what is not offered here.
	 */
	HttpClient http() {
		return this.client;
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	HttpResponse<String> post(String path, String body) {
		return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	/**
	 * Return the process that answers, on a connection that may be an old one.
	 */
	ServedBy servedBy(String path) {
		return JSON.readValue(get(path).body(), ServedBy.class);
	}

	/**
	 * Return the process that answers, on a new connection.
	 */
	ServedBy servedByOnNewConnection(String path) {
		return JSON.readValue(getOnNewConnection(path).body(), ServedBy.class);
	}

	/**
	 * Have a worker write lines to its log.
	 * @return how many it wrote
	 */
	int logLines(int count) {
		return Integer.parseInt(getOnNewConnection("/log?lines=" + count).body());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Ask over a plain socket that is opened for this request and closed by its answer.
	 */
	Answer getOnNewConnection(String path) {
		try (Socket socket = connect()) {
			write(socket, path);
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return Answer.parse(answer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask for an end: {@code exit}, {@code halt} or {@code oom}. Whether an answer comes
	 * before it is left open.
	 */
	void crash(String how, int code) {
		try (Socket socket = connect()) {
			write(socket, "/crash?how=" + how + "&code=" + code);
			socket.getInputStream().readAllBytes();
		}
		catch (SocketException ex) {
			// reset: the process was faster than its answer
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Socket socket, String path) throws IOException {
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Open a plain connection. The caller closes it.
	 */
	Socket connect() throws IOException {
		Socket socket = new Socket();
		try {
			if (this.source != null) {
				socket.bind(new InetSocketAddress(this.source, 0));
			}
			socket.connect(new InetSocketAddress(InetAddress.getByName(this.host), this.port),
					(int) TIMEOUT.toMillis());
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Open a connection that stays open from one request to the next. The caller closes
	 * it.
	 */
	KeptConnection keepConnection() {
		return new KeptConnection(this);
	}

	/**
	 * Whether a new connection is refused.
	 */
	boolean isRefused() {
		try {
			connect().close();
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether nobody listens on the port any more.
	 */
	boolean isPortFree() {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(this.port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What came over a plain connection.
	 *
	 * @param status the status code
	 * @param head the status line and the headers
	 */
	record Answer(int status, String head, String body) {

		private static Answer parse(String text) throws IOException {
			int end = text.indexOf("\r\n\r\n");
			if (end < 0 || !text.startsWith("HTTP/1.")) {
				throw new IOException("No whole answer: '" + text + "'");
			}
			return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
		}

	}

}
