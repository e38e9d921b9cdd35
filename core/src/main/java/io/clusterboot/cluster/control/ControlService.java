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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.LogFormat;
import tools.jackson.databind.JsonNode;

/**
 * Carries out the requests of operators in the master. May be used from any thread.
 */
public final class ControlService implements ControlHandler {

	/**
	 * How long a thread dump is waited for, whatever the request says.
	 */
	private static final Duration DUMP_TIMEOUT = Duration.ofSeconds(10);

	private final Cluster cluster;

	private final EventHistory events;

	private final Executor executor;

	private final RequestLedger ledger;

	private volatile ControlHandler hosts = (call) -> CompletableFuture
		.completedFuture(new ControlOutcome.Rejected("hosts: there are no others (expected: cluster.hosts.engine)"));

	/**
	 * Create a new instance.
	 * @param cluster the cluster, as its master sees it
	 * @param events what happened in it
	 * @param executor runs what may block
	 * @param nanoTime the clock
	 */
	public ControlService(Cluster cluster, EventHistory events, Executor executor, LongSupplier nanoTime) {
		this.cluster = cluster;
		this.events = events;
		this.executor = executor;
		this.ledger = new RequestLedger(nanoTime);
	}

	/**
	 * Set what carries out the requests that are about several hosts.
	 * @param handler the handler
	 */
	public void hosts(ControlHandler handler) {
		this.hosts = handler;
	}

	/**
	 * Carry out a request in JSON.
	 * @param json the request
	 * @return completes with the outcome in JSON; never fails
	 */
	public CompletableFuture<JsonNode> handle(JsonNode json) {
		return CompletableFuture.supplyAsync(() -> call(json), this.executor)
			.thenCompose(Function.identity())
			.thenApply((outcome) -> ControlCodec.encode(json.path("id").asString(""), outcome));
	}

	private CompletableFuture<ControlOutcome> call(JsonNode json) {
		try {
			return handle(ControlCodec.decode(json));
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.completedFuture(new ControlOutcome.Rejected(String.valueOf(ex.getMessage())));
		}
	}

	@Override
	public CompletableFuture<ControlOutcome> handle(ControlCall call) {
		try {
			return call.request().isChange() ? change(call) : read(call);
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.completedFuture(new ControlOutcome.Rejected(String.valueOf(ex.getMessage())));
		}
	}

	private CompletableFuture<ControlOutcome> read(ControlCall call) {
		if (call.request() instanceof ControlRequest.Events request) {
			return this.events.after(request.after(), call.patience())
				.thenApplyAsync((batch) -> done("", batch), this.executor);
		}
		if (call.request() instanceof ControlRequest.Dump request) {
			return outcome(this.cluster.dumpThreads(request.target()),
					(dump) -> done("Worker %d dumped its threads to %s".formatted(dump.workerId(), dump.file()), dump))
				.completeOnTimeout(new ControlOutcome.Late("The worker has not dumped its threads"),
						Math.max(call.patience().toMillis(), DUMP_TIMEOUT.toMillis()), TimeUnit.MILLISECONDS);
		}
		if (call.request() instanceof ControlRequest.Hosts) {
			return this.hosts.handle(call);
		}
		return outcome(this.cluster.status(), (status) -> done("", status));
	}

	private CompletableFuture<ControlOutcome> change(ControlCall call) {
		CompletableFuture<ControlOutcome> outcome = this.ledger.once(call.id(), call.request(),
				() -> begin(call.request()));
		if (outcome.isDone()) {
			return outcome.copy();
		}
		if (call.patience().isZero()) {
			return CompletableFuture.completedFuture(new ControlOutcome.Accepted("Accepted: " + call.request().name()));
		}
		return outcome.copy()
			.completeOnTimeout(new ControlOutcome.Late("%s is not done after %s, and goes on"
				.formatted(call.request().name(), LogFormat.duration(call.patience()))), call.patience().toMillis(),
					TimeUnit.MILLISECONDS);
	}

	private CompletableFuture<ControlOutcome> begin(ControlRequest request) {
		if (request instanceof ControlRequest.Restart restart) {
			return outcome(this.cluster.restart(restart.target()),
					(worker) -> done("%s took the place".formatted(capitalized(worker)), worker));
		}
		if (request instanceof ControlRequest.Scale scale) {
			return outcome(this.cluster.scale(scale.workers()),
					(size) -> done("The cluster has " + LogFormat.count(size, "worker"), size));
		}
		if (request instanceof ControlRequest.Quarantine quarantine) {
			return outcome(this.cluster.quarantine(quarantine.target()),
					(worker) -> done("%s is out of rotation".formatted(capitalized(worker)), worker));
		}
		if (request instanceof ControlRequest.Release release) {
			return outcome(this.cluster.release(release.target()),
					(worker) -> done("%s is released, and %s".formatted(capitalized(worker), fate(worker)), worker));
		}
		if (request instanceof ControlRequest.RollHosts) {
			return this.hosts.handle(ControlCall.of(request, ControlCodec.LONGEST_WAIT));
		}
		if (request instanceof ControlRequest.Stop) {
			return outcome(this.cluster.stop(), (stopped) -> new ControlOutcome.Done("The cluster stopped", null));
		}
		return outcome(this.cluster.roll(), ControlService::rolled);
	}

	private static String fate(WorkerInfo worker) {
		return switch (worker.state()) {
			case DRAINING, DEAD -> "drains";
			default -> "serves again";
		};
	}

	private static ControlOutcome rolled(RollResult result) {
		return done("Rolling restart to generation %d finished after %s: %s replaced".formatted(result.generation(),
				LogFormat.duration(result.duration()), LogFormat.count(result.replaced(), "worker")), result);
	}

	private static String capitalized(WorkerInfo worker) {
		return "Worker " + LogFormat.identity(worker);
	}

	private static ControlOutcome done(String text, Object detail) {
		return new ControlOutcome.Done(text, ControlCodec.json(detail));
	}

	private <T> CompletableFuture<ControlOutcome> outcome(CompletableFuture<T> future,
			Function<T, ControlOutcome> onSuccess) {
		return future.thenApplyAsync(onSuccess, this.executor).exceptionally(ControlService::failed);
	}

	private static ControlOutcome failed(Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (cause instanceof RollFailedException roll) {
			return new ControlOutcome.Failed(String.valueOf(roll.getMessage()), roll.lastOutput());
		}
		if (cause instanceof OperationFailedException operation) {
			return new ControlOutcome.Failed(String.valueOf(operation.getMessage()), operation.lastOutput());
		}
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		return new ControlOutcome.Failed(message, List.of());
	}

}
