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

package io.clusterboot.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.process.CurrentProcess;

/**
 * A master whose two workers live until it ends in the way that its first argument says.
 */
final class MasterMain {

	private MasterMain() {
	}

	public static void main(String[] args) throws Exception {
		CurrentProcess process = CurrentProcess.get();
		process.onUnhandledError((error) -> System.exit(Integer.parseInt(args[1])));
		ClusterMaster master = ClusterMaster.create(RunningCluster.settings(2, Duration.ofSeconds(120)),
				RunningCluster.launch(), List.of((event) -> {
					if (event instanceof ClusterEvent.Online online) {
						System.out.println(online.worker().pid());
					}
				}));
		for (int i = 0; i < 2; i++) {
			master.fork(Map.of()).get(120, TimeUnit.SECONDS);
		}
		// The end of what keeps the test informed is the sign to go
		System.in.read();
		switch (args[0]) {
			case "throw" -> throw new IllegalStateException("thrown by a test");
			case "exit" -> System.exit(Integer.parseInt(args[1]));
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

}
