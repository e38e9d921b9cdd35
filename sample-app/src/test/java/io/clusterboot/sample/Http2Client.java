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
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.HttpConversionUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of HTTP/2, whose requests are streams of a connection that it shares. When the
 * server says GOAWAY, the next request opens another.
 */
final class Http2Client implements LoadClient {

	private static final JsonMapper JSON = new JsonMapper();

	private static final int UPLOAD_SIZE = 64 * 1024;

	private final Shared shared;

	private @Nullable Http2Connection last;

	private ConnectionTrace trace = ConnectionTrace.NEW;

	private Http2Client(Shared shared) {
		this.shared = shared;
	}

	/**
	 * Clients that share a connection.
	 */
	static List<LoadClient> sharing(SampleClient target, int count) {
		Shared shared = new Shared(target, count);
		return Stream.generate(() -> (LoadClient) new Http2Client(shared)).limit(count).toList();
	}

	@Override
	public Outcome ask() throws IOException {
		this.trace = ConnectionTrace.NEW;
		Http2Connection connection = this.shared.connection();
		boolean another = this.last != null && this.last != connection;
		this.last = connection;
		try {
			switch (Traffic.random(0, 2)) {
				case 0 -> hello(connection, Traffic.random(20, 50));
				case 1 -> hello(connection, Traffic.random(100, 300));
				default -> upload(connection);
			}
			return another ? Outcome.LET_GO : Outcome.KEPT;
		}
		finally {
			this.trace = connection.trace();
		}
	}

	private static void hello(Http2Connection connection, int milliseconds) throws IOException {
		byte[] body = connection.ask(request(HttpMethod.GET, "/slow?ms=" + milliseconds, new byte[0]));
		long pid = JSON.readValue(body, ServedBy.class).pid();
		if (pid != connection.trace().workerPid()) {
			throw new ProtocolException("pid: " + pid + " (expected: " + connection.trace() + ")");
		}
	}

	private static void upload(Http2Connection connection) throws IOException {
		byte[] body = Traffic.randomBytes(UPLOAD_SIZE);
		byte[] echo = connection.ask(request(HttpMethod.POST, "/echo", body));
		if (!Arrays.equals(body, echo)) {
			throw new ProtocolException("Not what was sent comes back: " + echo.length
					+ " bytes, the first other one at " + Arrays.mismatch(echo, body));
		}
	}

	private static FullHttpRequest request(HttpMethod method, String path, byte[] body) {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path,
				Unpooled.wrappedBuffer(body));
		request.headers()
			.set(HttpHeaderNames.HOST, "localhost")
			.set(HttpConversionUtil.ExtensionHeaderNames.SCHEME.text(), "http");
		if (body.length > 0) {
			request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
		}
		return request;
	}

	@Override
	public ConnectionTrace trace() {
		return this.trace;
	}

	@Override
	public void close() {
		this.shared.leave();
	}

	/**
	 * The connection that clients share: the next one is opened by the client that needs
	 * it first. It ends when the last of them has left.
	 */
	private static final class Shared {

		private final SampleClient target;

		private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

		private int members;

		private @Nullable Http2Connection connection;

		private Shared(SampleClient target, int members) {
			this.target = target;
			this.members = members;
		}

		synchronized Http2Connection connection() throws IOException {
			if (this.connection == null || !this.connection.usable()) {
				this.connection = Http2Connection.open(this.group, this.target);
			}
			return this.connection;
		}

		synchronized void leave() {
			this.members--;
			if (this.members == 0) {
				if (this.connection != null) {
					this.connection.close();
				}
				this.group.shutdownGracefully();
			}
		}

	}

}
