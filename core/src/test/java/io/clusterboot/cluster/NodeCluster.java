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
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Listening;
import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.cluster.event.ClusterEvent.OfWorker;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.master.RecycleSettings;
import io.clusterboot.cluster.master.RespawnSettings;
import io.clusterboot.cluster.master.RollingSettings;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.testing.EventRecorder;
import io.clusterboot.testing.NodeAvailable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A master in this JVM, whose workers are real Node processes, and all that happened.
 */
final class NodeCluster implements AutoCloseable {

	private static final long DEADLINE_SECONDS = 120;

	private static final RollingSettings ROLLING = new RollingSettings(1, Duration.ofMillis(1));

	private final EventRecorder events = new EventRecorder();

	private final ClusterMaster master;

	private NodeCluster(MasterSettings settings, WorkerProgram program) {
		WorkerLaunch launch = new WorkerLaunch(JavaCommand.parse(Path.of("java"), List.of("Main")),
				SpawnOptions.defaults().environment(), null)
			.withProgram(program);
		this.master = ClusterMaster.create(settings, launch, List.of(this.events));
	}

	/**
	 * Create a cluster whose workers are forked one by one, do what they are told, and
	 * are not replaced when they die.
	 */
	static NodeCluster obedient(Policy policy) {
		return new NodeCluster(settings(policy, 1, Duration.ofMinutes(5)), node("cluster-worker.js"));
	}

	/**
	 * Create a cluster that is to be started.
	 */
	static NodeCluster of(Policy policy, int workers, String script, String... arguments) {
		return new NodeCluster(settings(policy, workers, Duration.ofMillis(50)), node(script, arguments));
	}

	private static MasterSettings settings(Policy policy, int workers, Duration respawnDelay) {
		return policy.applyTo(MasterSettings.of(workers)
			.withTimeouts(Duration.ofSeconds(120), Duration.ofSeconds(120), Duration.ofSeconds(120))
			.withReplacement(new RespawnSettings(respawnDelay, respawnDelay, 50, Duration.ofSeconds(60)), ROLLING,
					RecycleSettings.NEVER));
	}

	static WorkerProgram node(String script, String... arguments) {
		return new WorkerProgram.Command(
				Stream.concat(Stream.of("node", NodeAvailable.Script.of(script).toString()), Stream.of(arguments))
					.toList());
	}

	/**
	 * Return a port that nobody uses and that the system gives to nobody who asks for
	 * any.
	 */
	static int freePort() throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
			try (ServerSocket tcp = new ServerSocket(port); DatagramSocket udp = new DatagramSocket(port)) {
				return (tcp.isBound() && udp.isBound()) ? port : 0;
			}
			catch (BindException ex) {
				// Somebody listens there: on to another
				continue;
			}
		}
	}

	ClusterMaster master() {
		return this.master;
	}

	/**
	 * Fork a worker, and wait until it has greeted.
	 */
	int fork() {
		int id = await(this.master.fork(Map.of())).id();
		await(ClusterEvent.Online.class, id);
		return id;
	}

	void tell(int id, String action, Object... values) {
		Map<String, Object> message = new HashMap<>(Map.of("do", action));
		for (int i = 0; i < values.length; i += 2) {
			message.put((String) values[i], values[i + 1]);
		}
		this.master.send(id, JsonMapper.shared().valueToTree(message));
	}

	/**
	 * Have a worker listen.
	 * @return the address it has then
	 */
	JsonNode listen(int id, String name, Map<String, Object> options) {
		return listen(id, name, "net", options);
	}

	JsonNode listen(int id, String name, String kind, Map<String, Object> options) {
		tell(id, "listen", "name", name, "kind", kind, "options", options);
		return awaitListening(id, name);
	}

	JsonNode bind(int id, String name, Object type, Map<String, Object> options) {
		tell(id, "bind", "name", name, "type", type, "options", options);
		return awaitListening(id, name);
	}

	private JsonNode awaitListening(int id, String name) {
		JsonNode answer = awaitMessage(id, (message) -> message.path("listening").asString("").equals(name)
				|| message.path("failed").asString("").equals(name));
		if (answer.has("failed")) {
			throw new AssertionError(answer);
		}
		return answer.get("address");
	}

	/**
	 * Return what a worker says that has a property, and forget that it was said.
	 */
	JsonNode awaitMessage(int id, String property) {
		return awaitMessage(id, (message) -> message.has(property));
	}

	JsonNode awaitMessage(int id, Predicate<JsonNode> wanted) {
		return this.events
			.take(Message.class, (candidate) -> candidate.worker().id() == id && wanted.test(candidate.message()))
			.message();
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

	/**
	 * Return the whole life of a worker that ends: the names of its events, without
	 * messages.
	 */
	List<String> lifeOf(int id) {
		await(Exited.class, id);
		return this.events.eventsOf(id)
			.stream()
			.filter((event) -> !(event instanceof Message))
			.map((event) -> event.getClass().getSimpleName().toLowerCase(Locale.ROOT))
			.toList();
	}

	<E extends ClusterEvent> List<E> events(Class<E> type) {
		return this.events.events(type);
	}

	List<Listening> listening(int id) {
		return events(Listening.class).stream().filter((event) -> event.worker().id() == id).toList();
	}

	@Override
	public void close() {
		this.master.stop();
		this.master.stopNow();
		this.master.close();
	}

	/**
	 * Who accepts the connections: the workers, or the master.
	 */
	enum Policy {

		SHARED(SchedulingPolicy.SHARED), ROUND_ROBIN(SchedulingPolicy.ROUND_ROBIN);

		private final SchedulingPolicy policy;

		Policy(SchedulingPolicy policy) {
			this.policy = policy;
		}

		MasterSettings applyTo(MasterSettings settings) {
			return settings.withScheduling(SchedulingSettings.of(this.policy));
		}

	}

}
