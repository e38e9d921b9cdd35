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

package io.clusterboot.process;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * A JVM that is PID 1: it starts children that leave orphans behind, prints how the
 * children ended and when the orphans were taken away, and waits for SIGTERM.
 */
final class ReaperMain {

	private static final int CHILDREN = 20;

	private ReaperMain() {
	}

	public static void main(String[] args) throws Exception {
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
		Set<Long> own = ConcurrentHashMap.newKeySet();
		ZombieReaper.start(scheduler, Duration.ofSeconds(1), WaitPid::find, own::contains,
				(pid) -> System.out.println("reaped"));
		System.out.println("pid " + ProcessHandle.current().pid());
		List<ChildProcess> children = IntStream.range(0, CHILDREN)
			.mapToObj((i) -> ChildProcess.spawn(List.of("/bin/sh", "-c", "(true & exec true) & exit " + i),
					SpawnOptions.defaults()))
			.peek((child) -> own.add(child.pid()))
			.toList();
		for (int i = 0; i < CHILDREN; i++) {
			System.out.println("exit " + i + " was " + children.get(i).onExit().join().code());
		}
		ProbeMain.main(new String[] { "wait" });
	}

}
