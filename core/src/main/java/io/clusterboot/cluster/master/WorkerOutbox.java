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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.clusterboot.cluster.messaging.BusLink;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Everything the master sends to one worker: messages and signals. Messages of the user
 * wait until the process is there. Confined to the control loop.
 * <p>
 * Nothing here blocks or throws: a failure is logged, and the supervision of the worker
 * goes on.
 */
final class WorkerOutbox {

	private static final Logger logger = LoggerFactory.getLogger(WorkerOutbox.class);

	private final String worker;

	private final List<JsonNode> unsent = new ArrayList<>();

	private @Nullable WorkerProcess process;

	private Runnable onDumpFailure = () -> {
	};

	private int sequence;

	/**
	 * Create a new instance.
	 * @param worker the name of the worker in log lines
	 */
	WorkerOutbox(String worker) {
		this.worker = worker;
	}

	/**
	 * Send what waited for the process.
	 * @param process the process, started
	 * @param onDumpFailure called if a thread dump cannot be requested
	 */
	void open(WorkerProcess process, Runnable onDumpFailure) {
		this.process = process;
		this.onDumpFailure = onDumpFailure;
		this.unsent.forEach(this::send);
		this.unsent.clear();
	}

	/**
	 * Send a message.
	 * @return the number by which an answer refers to it
	 */
	int send(ClusterMessage message, @Nullable Integer acknowledges) {
		int number = this.sequence++;
		attempt("send a message", (target) -> target.send(new Envelope(number, acknowledges, message)));
		return number;
	}

	void send(ClusterMessage message, int acknowledges, Handle handle) {
		attempt("send a handle", (target) -> target.send(new Envelope(this.sequence++, acknowledges, message), handle));
	}

	void send(JsonNode message) {
		if (this.process == null) {
			this.unsent.add(message);
		}
		attempt("send a message", (target) -> target.send(message));
	}

	/**
	 * Return the way for messages of other processes, which any thread may use.
	 */
	Optional<BusLink> link() {
		return Optional.ofNullable(this.process).map((started) -> started::pass);
	}

	void kill(Signal signal) {
		attempt("send " + signal, (target) -> target.kill(signal));
	}

	void dumpThreads() {
		attempt("request a thread dump", WorkerProcess::dumpThreads, this.onDumpFailure);
	}

	void closeChannel() {
		attempt("close the channel", WorkerProcess::closeChannel);
	}

	private void attempt(String what, Consumer<WorkerProcess> action) {
		attempt(what, action, () -> {
		});
	}

	private void attempt(String what, Consumer<WorkerProcess> action, Runnable onFailure) {
		if (this.process == null) {
			return;
		}
		try {
			action.accept(this.process);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("{}: could not {}", this.worker, what, ex);
			onFailure.run();
		}
	}

}
