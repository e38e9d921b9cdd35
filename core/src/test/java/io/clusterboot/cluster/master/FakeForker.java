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

package io.clusterboot.cluster.master;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Forks workers that exist in the test only, and do what it says.
 */
final class FakeForker implements WorkerForker, DeploymentStore {

	private final List<FakeWorker> workers = new ArrayList<>();

	private Runnable onCall = () -> {
	};

	private int failures;

	private final List<Integer> released = new ArrayList<>();

	private @Nullable IOException undeployable;

	private Peer peer = Peer.JVM;

	/**
	 * Have something else run in the workers that are forked from now on.
	 * @param peer what
	 */
	void forkAs(Peer peer) {
		this.peer = peer;
	}

	/**
	 * Let deployments fail from now on.
	 * @param cause how
	 */
	void refuseDeployments(IOException cause) {
		this.undeployable = cause;
	}

	/**
	 * Have something happen at the begin of each call of the cluster to this and to the
	 * workers.
	 */
	void onCall(Runnable onCall) {
		this.onCall = onCall;
	}

	List<Integer> released() {
		return this.released;
	}

	@Override
	public CompletableFuture<Deployment> deploy(WorkerLaunch launch, int generation) {
		this.onCall.run();
		return (this.undeployable != null) ? CompletableFuture.failedFuture(this.undeployable)
				: CompletableFuture.completedFuture(new Deployment(generation, launch));
	}

	@Override
	public Path restore(int generation) {
		return Path.of("");
	}

	@Override
	public void release(int generation) {
		this.onCall.run();
		this.released.add(generation);
	}

	@Override
	public void keep() {
	}

	@Override
	public void close() {
	}

	/**
	 * Let the next forks fail.
	 * @param count how many
	 */
	void failNext(int count) {
		this.failures = count;
	}

	@Override
	public void fork(ForkRequest request, WorkerCallbacks callbacks) {
		this.onCall.run();
		if (this.failures > 0) {
			this.failures--;
			callbacks.forkFailed(new IllegalStateException("no more processes"));
			return;
		}
		FakeWorker worker = new FakeWorker(request, this.peer, callbacks);
		worker.obstacle = (attempt) -> this.onCall.run();
		this.workers.add(worker);
		callbacks.forked(worker);
	}

	List<FakeWorker> workers() {
		return this.workers;
	}

	FakeWorker worker(int id) {
		return this.workers.stream().filter((worker) -> worker.request.workerId() == id).findFirst().orElseThrow();
	}

	static final class FakeWorker implements WorkerProcess {

		private final ForkRequest request;

		private final Peer peer;

		private final WorkerCallbacks callbacks;

		private final List<Object> received = new CopyOnWriteArrayList<>();

		private int sequence;

		private boolean confirms = true;

		private @Nullable ProcessStatus status;

		private Duration processorTime = Duration.ZERO;

		private @Nullable List<String> lastOutput;

		private Executor signalThread = Runnable::run;

		private Consumer<Object> obstacle = (attempt) -> {
		};

		FakeWorker(ForkRequest request, Peer peer, WorkerCallbacks callbacks) {
			this.request = request;
			this.peer = peer;
			this.callbacks = callbacks;
		}

		ForkRequest request() {
			return this.request;
		}

		/**
		 * Return what the master did to this worker, in order: messages and callbacks.
		 */
		List<Object> received() {
			return this.received;
		}

		/**
		 * Let messages and signals meet an obstacle, after they were recorded. Signals
		 * other than SIGKILL are sent on a thread, as those of a real process.
		 */
		void obstruct(Executor signalThread, Consumer<Object> obstacle) {
			this.signalThread = signalThread;
			this.obstacle = obstacle;
		}

		private void receive(Object messageOrSignal) {
			this.received.add(messageOrSignal);
			this.obstacle.accept(messageOrSignal);
		}

		void says(ClusterMessage message) {
			this.callbacks.internalMessage(ClusterMessageCodec.encode(new Envelope(this.sequence++, null, message)));
		}

		void answers(int sequence, ClusterMessage message) {
			this.callbacks
				.internalMessage(ClusterMessageCodec.encode(new Envelope(this.sequence++, sequence, message)));
		}

		@Override
		public Peer peer() {
			return this.peer;
		}

		void saysRaw(JsonNode frame) {
			this.callbacks.internalMessage(frame);
		}

		void exits(int code) {
			this.callbacks.exited(new ExitStatus(code));
			this.callbacks.disconnected();
		}

		void exitsAfterDisconnect(int code) {
			this.callbacks.disconnected();
			this.callbacks.exited(new ExitStatus(code));
		}

		void exitsWithOpenChannel(int code) {
			this.callbacks.exited(new ExitStatus(code));
		}

		@Override
		public long pid() {
			return 1000 + this.request.workerId();
		}

		@Override
		public Optional<ProcessStatus> status() {
			this.obstacle.accept("status");
			return Optional.ofNullable(this.status);
		}

		@Override
		public Duration processorTime() {
			this.obstacle.accept("processor time");
			return this.processorTime;
		}

		/**
		 * Let the process have used the processor.
		 */
		void uses(Duration processorTime) {
			this.processorTime = this.processorTime.plus(processorTime);
		}

		void status(ProcessStatus status) {
			this.status = status;
		}

		@Override
		public void send(Envelope message) {
			receive(message.message());
			if (message.message() instanceof ClusterMessage.Quarantine && this.confirms) {
				answers(message.sequence(), new ClusterMessage.Acknowledged());
			}
		}

		/**
		 * Let the worker be too busy to confirm that it accepts nothing more.
		 */
		void confirmsNothing() {
			this.confirms = false;
		}

		@Override
		public Sent send(Envelope message, Handle handle) {
			this.received.add(message.message());
			this.received.add(handle.kind());
			CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
			return new Sent(true, done, done);
		}

		@Override
		public void send(JsonNode message) {
			receive(message);
		}

		@Override
		public void kill(Signal signal) {
			if (signal == Signal.SIGKILL) {
				receive(signal);
			}
			else {
				this.signalThread.execute(() -> receive(signal));
			}
		}

		@Override
		public void dumpThreads() {
			this.signalThread.execute(() -> receive(Signal.SIGQUIT));
		}

		void dumpsThreads(@Nullable Path file) {
			this.callbacks.threadsDumped(file);
		}

		@Override
		public void closeChannel() {
			receive("channel closed");
			this.callbacks.disconnected();
		}

		/**
		 * Have the worker write its last lines.
		 */
		void writes(String... lines) {
			this.lastOutput = List.of(lines);
		}

		@Override
		public List<String> lastOutput() {
			return (this.lastOutput != null) ? this.lastOutput
					: List.of("last words of worker " + this.request.workerId());
		}

	}

}
