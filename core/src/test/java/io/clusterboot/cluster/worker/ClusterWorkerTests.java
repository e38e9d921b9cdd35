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

package io.clusterboot.cluster.worker;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.VersionMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ClusterWorker}, whose master is the test, in this JVM.
 */
@Timeout(300)
class ClusterWorkerTests {

	private static final int MAX_MESSAGE = 1024;

	private final ChannelPair pair = ChannelPair
		.open(ChannelOptions.defaults().withName("worker-7").withPeer(Peer.JVM));

	private final Channel master = this.pair.channel();

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final BlockingQueue<JsonNode> toMaster = new LinkedBlockingQueue<>();

	private final CurrentProcess process = new CurrentProcess(Map.of(InheritedChannel.CHANNEL_FD,
			Integer.toString(this.pair.childEnd().release()), InheritedChannel.UNIQUE_ID, "7",
			InheritedChannel.PROTOCOL_VERSION, ClusterMessage.VERSION.value()));

	private final ClusterWorker worker;

	ClusterWorkerTests() {
		this.master.start(new ChannelListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				ClusterWorkerTests.this.toMaster.add(message);
			}

			@Override
			public void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
				ClusterWorkerTests.this.toMaster.add(message);
			}

			@Override
			public void disconnected(DisconnectCause cause) {
				ClusterWorkerTests.this.events.add("disconnected");
			}

		});
		this.worker = ClusterWorker.join(this.process, MAX_MESSAGE, new WorkerListener() {

			@Override
			public void stopRequested() {
				ClusterWorkerTests.this.events.add("stop requested");
			}

			@Override
			public void masterGone() {
				ClusterWorkerTests.this.events.add("master gone");
			}

		});
		JsonNode greeting = nextToMaster();
		assertThat(greeting.path("act").asString("")).isEqualTo("online");
		assertThat(greeting.path("version").asString("")).isEqualTo(ClusterMessage.VERSION.value());
	}

	@AfterEach
	void close() {
		this.master.close();
	}

	private JsonNode nextToMaster() {
		return next(this.toMaster);
	}

	private String nextToMaster(String field) {
		return nextToMaster().path(field).asString("");
	}

	private static <T> T next(BlockingQueue<T> queue) {
		try {
			T next = queue.poll(120, TimeUnit.SECONDS);
			assertThat(next).isNotNull();
			return next;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private void acknowledge(int sequence) {
		this.master.send(Map.of("cmd", "NODE_CLUSTER", "ack", sequence, "seq", 1));
	}

	// test-cluster-disconnect-exitedAfterDisconnect-race
	@Test
	void channelEndsOnlyWhenTheMasterHasAcknowledged() throws Exception {
		CompletableFuture<Void> left = this.worker.disconnect();
		JsonNode leaving = nextToMaster();
		assertThat(leaving.path("act").asString()).isEqualTo("exitedAfterDisconnect");
		acknowledge(-1);
		acknowledge(leaving.path("seq").intValue() + 1);
		this.process.onMessage((message, handle) -> this.process.send("answer to " + message.stringValue()));
		this.master.send("question");
		assertThat(nextToMaster().stringValue()).isEqualTo("answer to question");
		assertThat(left).isNotDone();
		assertThat(this.worker.isConnected()).isTrue();
		acknowledge(leaving.path("seq").intValue());
		left.get(120, TimeUnit.SECONDS);
		assertThat(next(this.events)).isEqualTo("disconnected");
		assertThat(this.worker.isConnected()).isFalse();
		assertThat(this.worker.exitedAfterDisconnect()).hasValue(true);
		this.worker.disconnect().get(120, TimeUnit.SECONDS);
		assertThat(this.events).isEmpty();
	}

	@Test
	void workerThatWasAskedToEndSaysNothingMore() throws Exception {
		this.master.send(Map.of("cmd", "NODE_CLUSTER", "act", "disconnect", "seq", 0));
		assertThat(next(this.events)).isEqualTo("stop requested");
		assertThat(this.worker.exitedAfterDisconnect()).hasValue(true);
		this.worker.disconnect().get(120, TimeUnit.SECONDS);
		assertThat(next(this.events)).isEqualTo("disconnected");
		assertThat(this.toMaster).isEmpty();
	}

	// test-cluster-worker-forced-exit
	@Test
	void masterIsGoneWhenTheChannelEndsWithoutAWord() throws Exception {
		assertThat(this.worker.id()).isEqualTo(7);
		assertThat(this.worker.exitedAfterDisconnect()).isEmpty();
		this.master.disconnect();
		assertThat(next(this.events) + ", " + next(this.events)).contains("disconnected").contains("master gone");
		assertThat(this.worker.exitedAfterDisconnect()).hasValue(false);
		this.worker.disconnect().get(120, TimeUnit.SECONDS);
	}

	@Test
	void masterThatDiesBeforeItAcknowledgesIsGone() throws Exception {
		CompletableFuture<Void> left = this.worker.disconnect();
		assertThat(nextToMaster("act")).isEqualTo("exitedAfterDisconnect");
		this.master.disconnect();
		left.get(120, TimeUnit.SECONDS);
		assertThat(next(this.events) + ", " + next(this.events)).contains("disconnected").contains("master gone");
	}

	// test-cluster-worker-init: the runtime takes no message of the application's
	@Test
	void messagesBeforeTheFirstListenerAreKept() {
		this.master.send("early");
		this.master.send(Map.of("cmd", "NODE_CLUSTER", "act", "disconnect", "seq", 0));
		assertThat(next(this.events)).isEqualTo("stop requested");
		this.process.onMessage((message, handle) -> this.events.add(message.stringValue()));
		assertThat(next(this.events)).isEqualTo("early");
	}

	@Test
	void masterThatSpeaksAnotherProtocolIsNotGreeted() {
		CurrentProcess other = new CurrentProcess(Map.of(InheritedChannel.CHANNEL_FD, "1000000",
				InheritedChannel.UNIQUE_ID, "8", InheritedChannel.PROTOCOL_VERSION, "9"));
		assertThatExceptionOfType(VersionMismatchException.class)
			.isThrownBy(() -> ClusterWorker.join(other, MAX_MESSAGE))
			.withMessage("Cluster protocol: version 9 in the master, version 2 in the worker (expected: the same; "
					+ "restart the master to run another ClusterBoot version)");
	}

	@Test
	void processThatIsNoWorkerIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(
					() -> ClusterWorker.join(new CurrentProcess(Map.of(InheritedChannel.CHANNEL_FD, "3")), MAX_MESSAGE))
			.withMessageContaining(InheritedChannel.UNIQUE_ID);
	}

}
