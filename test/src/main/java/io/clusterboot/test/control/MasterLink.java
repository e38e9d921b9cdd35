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

package io.clusterboot.test.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlClient;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import io.clusterboot.cluster.control.ControlSocket;
import io.clusterboot.cluster.control.EventBatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Requests to the master over its control socket, each on a connection of its own. May be
 * used from any thread.
 *
 * @param folder the folder of the control socket
 * @param pid the process id of the master
 */
public record MasterLink(Path folder, long pid) {

	/**
	 * How long the master may take beyond the time that it may wait.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(10);

	/**
	 * Ask for the status.
	 * @return the status
	 * @throws IOException if the master does not answer
	 */
	public ClusterStatus status() throws IOException {
		return ControlCodec.status(result(new ControlRequest.Status(), Duration.ZERO));
	}

	/**
	 * Ask for events.
	 * @param after the number of the last known event, -1 for all that are remembered
	 * @param wait how long to wait for an event, if there is none
	 * @return the events, none if none happened
	 * @throws IOException if the master does not answer
	 */
	public EventBatch events(long after, Duration wait) throws IOException {
		return ControlCodec.value(result(new ControlRequest.Events(after), wait), EventBatch.class);
	}

	/**
	 * Have an operation carried out, and wait for its end.
	 * @param <T> the type of its result
	 * @param request the operation
	 * @param type the type of its result
	 * @param timeout how long to wait at most
	 * @return the result
	 * @throws IOException if the master does not answer, or the time is over
	 * @throws OperationFailedException if the operation failed
	 */
	public <T> T operate(ControlRequest request, Class<T> type, Duration timeout) throws IOException {
		return ControlCodec.value(result(request, timeout), type);
	}

	private JsonNode result(ControlRequest request, Duration wait) throws IOException {
		ControlOutcome outcome = ask(ControlCall.of(request, wait));
		if (outcome instanceof ControlOutcome.Done done) {
			return (done.detail() != null) ? done.detail() : JsonNodeFactory.instance.missingNode();
		}
		if (outcome instanceof ControlOutcome.Late) {
			throw new IOException(outcome.text());
		}
		throw new OperationFailedException(outcome.text(),
				(outcome instanceof ControlOutcome.Failed failed) ? failed.lastOutput() : List.of());
	}

	private ControlOutcome ask(ControlCall call) throws IOException {
		ControlSocket socket = new ControlFolder(this.folder).sockets()
			.stream()
			.filter((candidate) -> candidate.pid() == this.pid)
			.findFirst()
			.orElseThrow(() -> new IOException("The master has no control socket in " + this.folder));
		// Closing the connection ends a thread that waits for a master that is stopped
		try (ControlClient client = ControlClient.connect(socket.path())) {
			FutureTask<JsonNode> answer = new FutureTask<>(() -> client.ask(call));
			Thread thread = new Thread(answer, "cluster-test-request");
			thread.setDaemon(true);
			thread.start();
			return ControlCodec.outcome(answer.get(call.patience().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			throw new IOException("The master does not answer the request " + call.request().name(), ex);
		}
		catch (ExecutionException ex) {
			throw new IOException("The master did not answer the request " + call.request().name(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

}
