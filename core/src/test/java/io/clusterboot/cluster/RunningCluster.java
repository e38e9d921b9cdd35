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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.cluster.event.ClusterEvent.OfWorker;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.master.RecycleSettings;
import io.clusterboot.cluster.master.RespawnSettings;
import io.clusterboot.cluster.master.RollingSettings;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.EventRecorder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * A master in this JVM, whose workers are JVMs of their own, and all that happened.
 * Workers that die are not replaced within the time of a test.
 */
final class RunningCluster implements AfterEachCallback {

	private static final long DEADLINE_SECONDS = 120;

	private static final RespawnSettings LATE = new RespawnSettings(Duration.ofMinutes(5), Duration.ofMinutes(5), 50,
			Duration.ofSeconds(60));

	private final EventRecorder events = new EventRecorder();

	private final ClusterMaster master;

	RunningCluster() {
		this(Duration.ofSeconds(120));
	}

	/**
	 * Create a master.
	 * @param drainTimeout how long a worker may take to end
	 */
	RunningCluster(Duration drainTimeout) {
		this.master = ClusterMaster.create(settings(1, drainTimeout), launch(), List.of(this.events));
	}

	static MasterSettings settings(int workers, Duration drainTimeout) {
		return MasterSettings.of(workers)
			.withThreadDumps(Path.of("target", "thread-dumps"))
			.withTimeouts(Duration.ofSeconds(120), drainTimeout, Duration.ofSeconds(120))
			.withReplacement(LATE, RollingSettings.DEFAULTS, RecycleSettings.NEVER);
	}

	static WorkerLaunch launch() {
		return new WorkerLaunch(command(WorkerMain.class), Map.of("INHERITED", "by all"), null);
	}

	/**
	 * Return the command of a JVM that starts fast.
	 */
	static JavaCommand command(Class<?> mainClass) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return JavaCommand.parse(Path.of(System.getProperty("java.home"), "bin", "java"),
				List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m", "-cp", classPath,
						mainClass.getName()));
	}

	ClusterMaster master() {
		return this.master;
	}

	int fork() {
		return fork(Map.of());
	}

	int fork(Map<String, String> environment) {
		return await(this.master.fork(environment)).id();
	}

	/**
	 * Fork a worker, and have it listen.
	 */
	int forkListening() {
		int id = fork();
		say(id, "listen");
		await(ClusterEvent.Listening.class, id);
		return id;
	}

	void say(int id, String command) {
		this.master.send(id, StringNode.valueOf(command));
	}

	static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
	}

	<E extends OfWorker> E await(Class<E> type, int id) {
		return this.events.await(type, id);
	}

	<E extends ClusterEvent> E await(Class<E> type, Predicate<E> wanted) {
		return this.events.await(type, wanted);
	}

	void awaitMessage(int id, Object expected) {
		JsonNode tree = JsonMapper.shared().valueToTree(expected);
		this.events.await(Message.class, (event) -> event.worker().id() == id && event.message().equals(tree));
	}

	/**
	 * Return the whole life of a worker that ends: the names of its events, messages as
	 * they are.
	 */
	List<String> lifeOf(int id) {
		await(Exited.class, id);
		return eventsOf(id).stream().map(RunningCluster::name).toList();
	}

	private static String name(OfWorker event) {
		return (event instanceof Message message) ? message.message().toString()
				: event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

	List<OfWorker> eventsOf(int id) {
		return this.events.eventsOf(id);
	}

	<E extends ClusterEvent> List<E> events(Class<E> type) {
		return this.events.events(type);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.master.stop();
		this.master.stopNow();
		this.master.close();
	}

}
