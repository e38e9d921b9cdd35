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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A forked JVM that does what its first argument says.
 */
final class ChildMain {

	private ChildMain() {
	}

	public static void main(String[] args) throws Exception {
		CurrentProcess process = CurrentProcess.get();
		switch (args[0]) {
			case "return" -> process.send("returning");
			case "exit" -> {
				process.onExit((code) -> process.send(Map.of("code", code.orElse(-1))));
				process.send("x".repeat(5_000_000));
				process.exit(5);
			}
			case "uncaught" -> throw new IllegalStateException("thrown by a test");
			case "wait" -> {
				process.send("ready");
				// Bounded, so that it cannot outlive a test that lost it
				new CountDownLatch(1).await(300, TimeUnit.SECONDS);
			}
			case "listen" -> {
				process.onDisconnect(() -> System.out.println("disconnected"));
				process.send("ready");
			}
			case "unref" -> {
				process.onMessage((message, handle) -> process.send(message));
				process.unref();
			}
			case "disconnect" -> {
				process.disconnect();
				process.onDisconnect(() -> {
				});
			}
			case "spawn" -> {
				ExecResult result = ChildProcess
					.exec("env; for fd in /proc/$$/fd/*; do readlink $fd; done; true", ExecOptions.defaults())
					.result()
					.get(120, TimeUnit.SECONDS);
				process.send(Map.of("lines", result.stdout().lines().toList()));
			}
			case "detach" -> {
				ChildProcess child = ChildProcess.spawn(List.of("sleep", "60"),
						SpawnOptions.defaults()
							.withStdio(Stdio.discard(), Stdio.discard(), Stdio.discard())
							.detached());
				process.send(child.pid());
				new CountDownLatch(1).await(300, TimeUnit.SECONDS);
			}
			case "chain" -> {
				int left = Integer.parseInt(args[1]);
				process.onMessage((message, handle) -> process.send(message));
				process.send(Map.of("left", left, "environment", process.environment().keySet()));
			}
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

}
