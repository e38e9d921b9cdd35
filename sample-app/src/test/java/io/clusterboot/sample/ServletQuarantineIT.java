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
import java.time.Duration;

import io.clusterboot.sample.LoadClient.Outcome;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker in quarantine lets the clients that it has go, of whatever kind, and answers
 * what they still ask.
 */
class ServletQuarantineIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void clientsOfAWorkerInQuarantineAreLetGo(SampleServer server) throws IOException {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		try (SampleProcess sample = server.sample()
			.workers(1)
			.arguments("--server.http2.enabled=true", "--management.endpoints.web.exposure.include=cluster",
					"--management.endpoint.cluster.access=unrestricted")
			.start()) {
			long pid = sample.awaitServing().get(0).pid();
			SampleClient client = sample.client();
			try (KeptConnection kept = client.keepConnection();
					Http2Connection http2 = Http2Connection.open(group, client);
					WebSocketClient webSocket = new WebSocketClient(client)) {
				assertThat(kept.servedBy("/").pid()).isEqualTo(pid);
				assertThat(kept.letGo()).isFalse();
				assertThat(http2.ask(request())).isNotEmpty();
				assertThat(webSocket.ask()).isEqualTo(Outcome.KEPT);
				ActuatorClient actuator = new ActuatorClient(sample.port());
				assertThat(actuator.post("cluster/quarantine", "{\"slot\":0,\"wait\":\"2m\"}").text())
					.endsWith("is out of rotation");
				assertThat(kept.servedBy("/").pid()).isEqualTo(pid);
				assertThat(kept.letGo()).isTrue();
				await().atMost(DEADLINE).until(() -> !http2.usable());
				await().atMost(DEADLINE).until(() -> webSocket.ask() == Outcome.LET_GO);
				assertThat(client.servedByOnNewConnection("/").pid()).isNotEqualTo(pid);
				assertThat(ProcessHandle.of(pid)).isPresent();
				assertThat(actuator.post("cluster/release", "{\"slot\":0,\"wait\":\"2m\"}").text()).endsWith("drains");
				SampleProcess.awaitEnd(pid, DEADLINE);
			}
		}
		finally {
			group.shutdownGracefully().syncUninterruptibly();
		}
	}

	private static FullHttpRequest request() {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
		request.headers().set(HttpHeaderNames.HOST, "localhost");
		return request;
	}

}
