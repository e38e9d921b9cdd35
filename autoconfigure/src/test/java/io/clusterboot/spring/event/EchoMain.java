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

package io.clusterboot.spring.event;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.process.CurrentProcess;

/**
 * A worker that sends back what it gets.
 */
final class EchoMain {

	private EchoMain() {
	}

	public static void main(String[] args) throws Exception {
		CurrentProcess process = CurrentProcess.get();
		process.onMessage((message, handle) -> process.send(message));
		ClusterWorker.join(process, 1 << 20);
		// Bounded, so that it cannot outlive a test that lost it
		new CountDownLatch(1).await(180, TimeUnit.SECONDS);
	}

}
