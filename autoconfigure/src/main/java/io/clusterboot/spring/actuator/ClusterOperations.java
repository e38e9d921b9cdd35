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

package io.clusterboot.spring.actuator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.control.ControlOutcome;

/**
 * Carries out what clients of the endpoint ask for, and waits for the outcome. A worker
 * that begins to end answers those that wait at once: its drain waits for their requests,
 * and the end of what they asked for may be the end of this worker. May be used from any
 * thread.
 */
public final class ClusterOperations {

	/**
	 * How long the master may take to answer beyond what a call waits for.
	 */
	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(12);

	private final ControlHandler handler;

	private final Map<CompletableFuture<ControlOutcome>, ControlCall> waiting = new ConcurrentHashMap<>();

	private volatile boolean leaving;

	/**
	 * Create a new instance.
	 * @param handler carries requests out, or passes them to the master
	 */
	public ClusterOperations(ControlHandler handler) {
		this.handler = handler;
	}

	/**
	 * This process begins to end.
	 */
	public void leave() {
		this.leaving = true;
		this.waiting.forEach((answer, call) -> {
			if (call.request().isChange()) {
				answer.complete(goesOn(call));
			}
		});
	}

	private static ControlOutcome goesOn(ControlCall call) {
		return new ControlOutcome.Late(
				"%s goes on, and this worker ends; the same request with the id %s gets the outcome"
					.formatted(call.request().name(), call.id()));
	}

	/**
	 * Carry out a call, and wait for its outcome as long as it says.
	 * @throws MasterSilentException if the master does not answer
	 */
	ControlOutcome carryOut(ControlCall call) {
		CompletableFuture<ControlOutcome> answer = new CompletableFuture<>();
		this.waiting.put(answer, call);
		try {
			ControlCall asked = this.leaving ? new ControlCall(call.id(), Duration.ZERO, call.request()) : call;
			this.handler.handle(asked).whenComplete((outcome, failure) -> {
				if (failure != null) {
					answer.completeExceptionally(failure);
				}
				else {
					answer.complete(outcome);
				}
			});
			ControlOutcome outcome = answer.get(asked.patience().plus(ANSWER_TIMEOUT).toMillis(),
					TimeUnit.MILLISECONDS);
			boolean cutShort = outcome instanceof ControlOutcome.Accepted && !call.patience().isZero();
			return cutShort ? goesOn(call) : outcome;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MasterSilentException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new MasterSilentException(ex);
		}
		finally {
			this.waiting.remove(answer);
		}
	}

}
