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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.CurrentProcess;
import io.netty.channel.epoll.Epoll;
import tools.jackson.databind.JsonNode;

/**
 * A worker without Spring, which does what the master's messages say.
 */
final class WorkerMain {

	private static final int MAX_MESSAGE = 1024 * 1024;

	private final CurrentProcess process;

	private final ClusterWorker worker;

	private WorkerMain(CurrentProcess process, ClusterWorker worker) {
		this.process = process;
		this.worker = worker;
	}

	public static void main(String[] args) {
		CurrentProcess process = CurrentProcess.get();
		WorkerMain main = new WorkerMain(process, ClusterWorker.join(process, MAX_MESSAGE));
		// The channel's thread must not wait for the answers that come over it
		ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
			Thread commands = new Thread(task, "commands");
			commands.setDaemon(true);
			return commands;
		});
		if (args.length > 0) {
			process.send(Map.of("args", Arrays.asList(args)));
		}
		process.onMessage((message, handle) -> thread.execute(() -> main.obey(message)));
	}

	private void obey(JsonNode message) {
		String[] words = message.stringValue().split(" ");
		try {
			obey(words[0], (words.length > 1) ? words[1] : "");
		}
		catch (IOException | UncheckedIOException ex) {
			this.process.send("failed");
		}
	}

	private void obey(String verb, String object) throws IOException {
		switch (verb) {
			case "tell" -> this.process.send(status());
			case "variable" -> this.process
				.send(Map.of(object, Optional.ofNullable(this.process.environment().get(object)).orElse("unset")));
			case "print" -> System.out.println(object);
			case "listen" -> new EchoServer(this.worker, this.process::send).listen();
			case "listen-at" ->
				this.worker.adopt(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(object)), 0);
			case "exit" -> this.process.exit(Integer.parseInt(object));
			case "exit-on-disconnect" -> this.process.onDisconnect(() -> this.process.exit(Integer.parseInt(object)));
			case "disconnect" -> this.worker.disconnect();
			case "kill" -> this.worker.kill();
			case "disconnect-then-kill" -> this.worker.disconnect().thenRun(this.worker::kill);
			case "end-channel" -> this.process.disconnect();
			case "say-nonsense" -> {
				this.process.send(Map.of("cmd", "NODE_CLUSTER", "ack", -1, "seq", 77));
				this.process.send(Map.of("cmd", "NODE_CLUSTER", "act", "unheard-of", "seq", 78));
				this.process.send("said");
			}
			case "connect" -> connect(Integer.parseInt(object));
			case "echo-descriptor" -> {
				echo(Handle.adopt(Integer.parseInt(object)));
				this.process.send("echoed");
			}
			case "spin" -> keepAlive(this::spin);
			case "hang-in-hook" -> {
				Runtime.getRuntime().addShutdownHook(new Thread(WorkerMain::hang));
				this.process.send("hangs");
			}
			default -> throw new IllegalArgumentException(verb);
		}
	}

	private Map<String, Object> status() {
		return Map.of("id", this.worker.id(), "connected", this.worker.isConnected(), "exitedAfterDisconnect",
				this.worker.exitedAfterDisconnect().map(String::valueOf).orElse("undecided"), "directory",
				Path.of("").toAbsolutePath().toString());
	}

	/**
	 * Hold a connection, and with it the JVM, until the peer ends it.
	 */
	private static void connect(int port) {
		// The JVM is kept alive before the peer knows of the connection
		keepAlive(() -> {
			try (Socket connection = new Socket()) {
				connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				connection.getInputStream().readAllBytes();
			}
			catch (IOException ex) {
				System.exit(99);
			}
		});
	}

	private static void keepAlive(Runnable work) {
		Thread thread = new Thread(work, "work");
		thread.setDaemon(false);
		thread.start();
	}

	private static void echo(Handle handle) throws IOException {
		Epoll.ensureAvailability();
		try (handle) {
			io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(handle.descriptor());
			ByteBuffer bytes = ByteBuffer.allocateDirect(5);
			int read = socket.read(bytes, 0, 5);
			socket.write(bytes, 0, read);
		}
	}

	private void spin() {
		this.process.send("spins");
		// Bounded, so that it cannot outlive a test that lost it
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
		while (System.nanoTime() < end) {
			// Busy: that is what the test wants
		}
	}

	private static void hang() {
		try {
			// Bounded, so that it cannot outlive a test that lost it
			new CountDownLatch(1).await(300, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
