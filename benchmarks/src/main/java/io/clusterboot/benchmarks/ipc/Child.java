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

package io.clusterboot.benchmarks.ipc;

import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.MessageListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The other end of a trial, forked by {@link Parent}. It ends when its channel does.
 */
final class Child implements MessageListener {

	private final CurrentProcess process = CurrentProcess.get();

	private final Scenario scenario;

	private final int value;

	private int count;

	private Child(Scenario scenario, int value) {
		this.scenario = scenario;
		this.value = value;
	}

	public static void main(String[] args) {
		Child child = new Child(Scenario.of(args[0]), Integer.parseInt(args[1]));
		child.process.onMessage(child);
		if (child.scenario == Scenario.FORKS) {
			child.process.send("hello");
		}
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		switch (this.scenario) {
			case ONE_WAY -> count(message);
			case ROUND_TRIPS -> this.process.send(message);
			case HANDLES -> close(handle);
			case FORKS -> {
				// The child has sent its result
			}
		}
	}

	private void count(JsonNode message) {
		this.count++;
		if (message.has("end")) {
			this.process.send(this.count);
			this.count = 0;
		}
	}

	private void close(@Nullable ReceivedHandle handle) {
		if (handle == null) {
			throw new IllegalStateException("A message came without its handle");
		}
		handle.close();
		if (++this.count == this.value) {
			this.count = 0;
			this.process.send("all");
		}
	}

}
