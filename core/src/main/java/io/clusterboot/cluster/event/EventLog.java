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

package io.clusterboot.cluster.event;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the operator's log: one line for each step in the life of the cluster and its
 * workers.
 */
public final class EventLog implements ClusterListener {

	private static final Logger logger = LoggerFactory.getLogger("io.clusterboot.cluster");

	@Override
	public void onEvent(ClusterEvent event) {
		if (event instanceof ClusterEvent.OfWorker ofWorker) {
			workerEvent(ofWorker, name(ofWorker.worker()));
		}
		else {
			clusterEvent(event);
		}
	}

	private void workerEvent(ClusterEvent.OfWorker event, String name) {
		if (event instanceof ClusterEvent.Forked forked) {
			forked(forked);
		}
		else if (event instanceof ClusterEvent.Online online) {
			logger.info("{} online after {}", name, duration(online.sinceFork()));
		}
		else if (event instanceof ClusterEvent.Listening listening) {
			logger.info("{} listening on {}{} after {}", name, address(listening.address()),
					listening.type().isUdp() ? " (UDP)" : "", duration(listening.sinceFork()));
		}
		else if (event instanceof ClusterEvent.Ready ready) {
			logger.info("{} ready after {}", name, duration(ready.sinceFork()));
		}
		else if (event instanceof ClusterEvent.Unready) {
			logger.warn("{} is no longer ready", name);
		}
		else if (event instanceof ClusterEvent.CanaryStarted canary) {
			logger.info("{} is the canary of generation {} for {}", name, canary.worker().generation(),
					duration(canary.duration()));
		}
		else if (event instanceof ClusterEvent.Recycling recycling) {
			logger.info("{} is recycled: {}", name, recycling.reason());
		}
		else if (event instanceof ClusterEvent.Hung hung) {
			hung(hung, name);
		}
		else if (event instanceof ClusterEvent.ThreadsDumped dumped) {
			logger.warn("Thread dump of worker {} (slot {}, pid {}): {}", dumped.worker().id(), dumped.worker().slot(),
					dumped.worker().pid(), dumped.file());
		}
		else if (event instanceof ClusterEvent.StopEscalated escalated) {
			logger.warn("{} {}; {}", name, escalated.reason(),
					(escalated.signal() != null) ? "sending " + escalated.signal() : "giving it up");
		}
		else if (event instanceof ClusterEvent.Disconnected) {
			logger.debug("{} disconnected", name);
		}
		else if (event instanceof ClusterEvent.Exited exited) {
			exited(exited);
		}
	}

	private void clusterEvent(ClusterEvent event) {
		if (event instanceof ClusterEvent.Serving serving) {
			logger.info("Cluster serves on {} with {} of {} workers after {}",
					serving.addresses().stream().map(EventLog::address).collect(Collectors.joining(", ")),
					serving.listening(), serving.size(), duration(serving.sinceStart()));
		}
		else if (event instanceof ClusterEvent.RollStarted roll) {
			logger.info("Rolling restart to generation {} begins: {} workers", roll.generation(), roll.workers());
		}
		else if (event instanceof ClusterEvent.Committed committed) {
			logger.info("Generation {} is committed", committed.generation());
		}
		else if (event instanceof ClusterEvent.RollFinished roll) {
			logger.info("Rolling restart to generation {} finished after {}: {} workers replaced", roll.generation(),
					duration(roll.duration()), roll.replaced());
		}
		else if (event instanceof ClusterEvent.RollFailed roll) {
			logger.error("Rolling restart to generation {} failed after {}: {}{}", roll.generation(),
					duration(roll.duration()), roll.reason(), lastLines(roll.lastOutput()));
		}
		else if (event instanceof ClusterEvent.Scaling scaling) {
			logger.info("Cluster scales from {} to {} workers", scaling.from(), scaling.to());
		}
		else if (event instanceof ClusterEvent.Scaled scaled) {
			logger.info("Cluster has {} workers after {}", scaled.size(), duration(scaled.duration()));
		}
		else if (event instanceof ClusterEvent.GaveUp gaveUp) {
			gaveUp(gaveUp);
		}
		else if (event instanceof ClusterEvent.AcceptingPaused paused) {
			logger.warn("No more connections are accepted on {}: {}", address(paused.address()), paused.reason());
		}
		else if (event instanceof ClusterEvent.AcceptingResumed resumed) {
			logger.info("Connections are accepted again on {}, after {}", address(resumed.address()),
					duration(resumed.paused()));
		}
		else if (event instanceof ClusterEvent.Stopping stopping) {
			logger.info("Cluster stops: {} workers drain", stopping.workers());
		}
		else if (event instanceof ClusterEvent.Stopped stopped) {
			logger.info("Cluster stopped after {}", duration(stopped.duration()));
		}
	}

	private void hung(ClusterEvent.Hung event, String name) {
		logger.warn("{} hangs: {} for {}{}", name, event.hang().description(), duration(event.duration()),
				(event.spared() != null) ? "; it is left alone, as " + event.spared() : "");
	}

	private void gaveUp(ClusterEvent.GaveUp event) {
		StringBuilder text = new StringBuilder();
		Map<Integer, List<ClusterEvent.Exited>> bySlot = event.failures()
			.stream()
			.collect(Collectors.groupingBy((exit) -> exit.worker().slot(), TreeMap::new, Collectors.toList()));
		bySlot.forEach((slot, exits) -> {
			ClusterEvent.Exited last = exits.get(exits.size() - 1);
			text.append("%nSlot %d failed %d times, the last time worker %d after %s with %s%s".formatted(slot,
					exits.size(), last.worker().id(), duration(last.uptime()), last.status(),
					lastLines(last.lastOutput())));
		});
		logger.error("Cluster gives up: {}{}", event.reason(), text);
	}

	private static String lastLines(List<String> lines) {
		return lines.isEmpty() ? ""
				: lines.stream()
					.map((line) -> System.lineSeparator() + "    " + line)
					.collect(Collectors.joining("", System.lineSeparator() + "  Its last lines:", ""));
	}

	private void forked(ClusterEvent.Forked event) {
		if (event.failure() != null) {
			logger.error("{} could not be started: {}", name(event.worker()), event.failure());
		}
		else {
			logger.info("{} forked", name(event.worker()));
		}
	}

	private void exited(ClusterEvent.Exited event) {
		String text = "%s exited%s after %s with %s%s%s%s".formatted(name(event.worker()),
				event.expected() ? "" : " unexpectedly", duration(event.uptime()), event.status(), cause(event.cause()),
				requests(event), next(event.worker(), event.respawnDelay()));
		if (event.expected() && event.aborted() == 0) {
			logger.info("{}", text);
		}
		else {
			logger.warn("{}", text);
		}
	}

	private static String cause(ExitCause cause) {
		return (cause instanceof ExitCause.Exited) ? "" : " (%s)".formatted(cause);
	}

	private static String requests(ClusterEvent.Exited event) {
		return (event.drained() == 0 && event.aborted() == 0) ? ""
				: "; %d requests drained, %d aborted".formatted(event.drained(), event.aborted());
	}

	private static String next(WorkerInfo worker, @Nullable Duration respawnDelay) {
		return (respawnDelay != null)
				? "; slot %d is filled again in %s".formatted(worker.slot(), duration(respawnDelay)) : "";
	}

	private static String name(WorkerInfo worker) {
		return "Worker %d (slot %d, pid %d)".formatted(worker.id(), worker.slot(), worker.pid());
	}

	private static String address(SocketAddress socketAddress) {
		if (!(socketAddress instanceof InetSocketAddress address)) {
			return socketAddress.toString();
		}
		if (address.getAddress().isAnyLocalAddress()) {
			return "*:%d".formatted(address.getPort());
		}
		String host = address.getAddress().getHostAddress();
		return (host.indexOf(':') >= 0) ? "[%s]:%d".formatted(host, address.getPort())
				: "%s:%d".formatted(host, address.getPort());
	}

	public static String duration(Duration duration) {
		long millis = duration.toMillis();
		return (millis < 10_000) ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
	}

}
