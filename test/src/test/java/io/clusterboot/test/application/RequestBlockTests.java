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

package io.clusterboot.test.application;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.clusterboot.test.control.WorkerLink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestBlock}, by way of {@link WorkerHooks} and {@link WorkerLink}.
 */
class RequestBlockTests {

	private final ExecutorService loop = Executors.newSingleThreadExecutor();

	private final RequestGate gate = new RequestGate();

	private final RequestBlock block = new RequestBlock(this.gate, () -> List.of(this.loop));

	@TempDir
	private Path folder;

	@AfterEach
	void end() {
		this.block.end();
		this.loop.shutdownNow();
	}

	private WorkerLink link() {
		return WorkerLink.to(this.folder, ProcessHandle.current().pid());
	}

	@Test
	void eventLoopsStandUntilTheyGoOn() throws Exception {
		try (WorkerHooks hooks = WorkerHooks.open(this.folder, this.block)) {
			assertThat(hooks).isNotNull();
			link().block();
			CompletableFuture<Void> task = CompletableFuture.runAsync(() -> {
			}, this.loop);
			assertThat(task).isNotDone();
			link().unblock();
			task.get(30, TimeUnit.SECONDS);
		}
		assertThat(link().exists()).isFalse();
	}

	@Test
	void requestThreadsStandUntilTheyGoOn() throws Exception {
		GateFilter filter = new GateFilter(this.gate, 3);
		this.gate.shut();
		MockFilterChain chain = new MockFilterChain();
		MockHttpServletResponse response = new MockHttpServletResponse();
		Thread thread = new Thread(() -> {
			try {
				filter.doFilter(new MockHttpServletRequest(), response, chain);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		assertThat(chain.getRequest()).isNull();
		this.gate.open();
		thread.join(30_000);
		assertThat(chain.getRequest()).isNotNull();
		assertThat(response.getHeader("Cluster-Worker")).isEqualTo("3");
	}

	@Test
	void unknownRequestIsNotDone() throws IOException {
		try (WorkerHooks hooks = WorkerHooks.open(this.folder, this.block);
				SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(link().socket()))) {
			assertThat(hooks).isNotNull();
			channel.write(ByteBuffer.wrap("dance\n".getBytes(StandardCharsets.UTF_8)));
			ByteBuffer answer = ByteBuffer.allocate(100);
			channel.read(answer);
			assertThat(new String(answer.array(), StandardCharsets.UTF_8))
				.startsWith("dance (expected: block or unblock)\n");
		}
	}

	@Test
	void workerWithoutHooksDoesNotAnswer() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> link().block());
	}

}
