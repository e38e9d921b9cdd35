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

package io.clusterboot.cluster.master;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import io.clusterboot.cluster.WorkerInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the operator's log: one line for each step in the life of the cluster and its
 * workers.
 */
final class EventLog implements ClusterListener {

	private static final Logger logger = LoggerFactory.getLogger("io.clusterboot.cluster");

	@Override
	public void onEvent(ClusterEvent event) {
		if (event instanceof ClusterEvent.Forked forked) {
			forked(forked);
		}
		else if (event instanceof ClusterEvent.Online online) {
			logger.info("{} online after {}", name(online.worker()), duration(online.sinceFork()));
		}
		else if (event instanceof ClusterEvent.Listening listening) {
			logger.info("{} listening on {} after {}", name(listening.worker()), address(listening.address()),
					duration(listening.sinceFork()));
		}
		else if (event instanceof ClusterEvent.StopEscalated escalated) {
			logger.warn("{} {}; {}", name(escalated.worker()), escalated.reason(),
					(escalated.signal() != null) ? "sending " + escalated.signal() : "giving it up");
		}
		else if (event instanceof ClusterEvent.Disconnected disconnected) {
			logger.debug("{} disconnected", name(disconnected.worker()));
		}
		else if (event instanceof ClusterEvent.Exited exited) {
			exited(exited);
		}
		else if (event instanceof ClusterEvent.Serving serving) {
			logger.info("Cluster serves on {} with {} of {} workers after {}",
					serving.addresses().stream().map(EventLog::address).collect(Collectors.joining(", ")),
					serving.listening(), serving.size(), duration(serving.sinceStart()));
		}
		else if (event instanceof ClusterEvent.Stopping stopping) {
			logger.info("Cluster stops: {} workers drain", stopping.workers());
		}
		else if (event instanceof ClusterEvent.Stopped stopped) {
			logger.info("Cluster stopped after {}", duration(stopped.duration()));
		}
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
		String next = next(event.worker(), event.respawnDelay());
		if (event.expected()) {
			logger.info("{} exited after {} with {}{}", name(event.worker()), duration(event.uptime()), event.status(),
					next);
		}
		else {
			logger.warn("{} exited unexpectedly after {} with {}{}", name(event.worker()), duration(event.uptime()),
					event.status(), next);
		}
	}

	private static String next(WorkerInfo worker, @Nullable Duration respawnDelay) {
		return (respawnDelay != null)
				? "; slot %d is filled again in %s".formatted(worker.slot(), duration(respawnDelay)) : "";
	}

	private static String name(WorkerInfo worker) {
		return "Worker %d (slot %d, pid %d)".formatted(worker.id(), worker.slot(), worker.pid());
	}

	private static String address(InetSocketAddress address) {
		if (address.getAddress().isAnyLocalAddress()) {
			return "*:%d".formatted(address.getPort());
		}
		String host = address.getAddress().getHostAddress();
		return (host.indexOf(':') >= 0) ? "[%s]:%d".formatted(host, address.getPort())
				: "%s:%d".formatted(host, address.getPort());
	}

	private static String duration(Duration duration) {
		long millis = duration.toMillis();
		return (millis < 10_000) ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
	}

}
