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

package io.clusterboot.cluster.scoreboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.process.CurrentProcess;

/**
 * A forked JVM that writes its row, and then does nothing until it is killed.
 */
final class RowMain {

	private RowMain() {
	}

	public static void main(String[] args) throws Exception {
		CurrentProcess process = CurrentProcess.get();
		// Without a channel, so that CurrentProcess ignores the variables
		ScoreboardRow row = ScoreboardView.inherited(System.getenv()).orElseThrow().own();
		for (int i = 0; i < 1000; i++) {
			row.requestBegun();
		}
		row.serverError();
		String left = String.join(",",
				process.environment().keySet().stream().filter((name) -> name.contains("SCOREBOARD")).toList());
		System.out.println("descriptor " + Files.exists(Path.of("/proc/self/fd/4")) + " variables [" + left + "]");
		row.beat();
		// Bounded, so that it cannot outlive a test that lost it
		new CountDownLatch(1).await(300, TimeUnit.SECONDS);
	}

}
