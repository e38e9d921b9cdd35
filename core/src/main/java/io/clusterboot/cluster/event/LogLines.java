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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.clusterboot.cluster.ExitCause;

/**
 * Makes log lines of events. Messages of users and changes of the launch have none.
 */
final class LogLines implements ClusterEventVisitor<Optional<LogLine>> {

	/**
	 * Exit code of a worker that does not want to be replaced.
	 */
	private static final int DO_NOT_RESPAWN = 2;

	@Override
	public Optional<LogLine> forked(ClusterEvent.Forked event) {
		return line(
				(event.failure() != null) ? LogLine.error("%s could not be started: %s", name(event), event.failure())
						: LogLine.info("%s forked%s", name(event),
								event.ports().isEmpty() ? "" : ", " + String.join(", ", event.ports())));
	}

	@Override
	public Optional<LogLine> online(ClusterEvent.Online event) {
		return line(LogLine.info("%s online after %s", name(event), duration(event.sinceFork())));
	}

	@Override
	public Optional<LogLine> listening(ClusterEvent.Listening event) {
		return line(LogLine.info("%s listening on %s%s after %s", name(event), LogFormat.address(event.address()),
				event.type().isUdp() ? " (UDP)" : "", duration(event.sinceFork())));
	}

	@Override
	public Optional<LogLine> ready(ClusterEvent.Ready event) {
		return line(LogLine.info("%s ready after %s", name(event), duration(event.sinceFork())));
	}

	@Override
	public Optional<LogLine> unready(ClusterEvent.Unready event) {
		return line(LogLine.warn("%s is no longer ready", name(event)));
	}

	@Override
	public Optional<LogLine> hung(ClusterEvent.Hung event) {
		return line(LogLine.warn("%s hangs: %s for %s%s", name(event), event.hang().description(),
				duration(event.duration()), (event.spared() != null) ? "; not stopped, as " + event.spared() : ""));
	}

	@Override
	public Optional<LogLine> threadsDumped(ClusterEvent.ThreadsDumped event) {
		return line(LogLine.warn("Thread dump of worker %s: %s", LogFormat.identity(event.worker()), event.file()));
	}

	@Override
	public Optional<LogLine> message(ClusterEvent.Message event) {
		return Optional.empty();
	}

	@Override
	public Optional<LogLine> stopEscalated(ClusterEvent.StopEscalated event) {
		return line(LogLine.warn("%s %s; %s", name(event), event.reason(), event.measure()));
	}

	@Override
	public Optional<LogLine> disconnected(ClusterEvent.Disconnected event) {
		return line(LogLine.debug("%s disconnected", name(event)));
	}

	@Override
	public Optional<LogLine> exited(ClusterEvent.Exited event) {
		String text = "%s exited%s after %s with %s%s%s%s".formatted(name(event),
				event.expected() ? "" : " unexpectedly", duration(event.uptime()), event.status(), cause(event.cause()),
				requests(event), respawn(event));
		return line((event.expected() && event.aborted() == 0) ? LogLine.info("%s", text) : LogLine.warn("%s", text));
	}

	@Override
	public Optional<LogLine> serving(ClusterEvent.Serving event) {
		String text = "Cluster serves on %s with %d of %s after %s".formatted(LogFormat.addresses(event.addresses()),
				event.ready(), LogFormat.count(event.size(), "worker"), duration(event.sinceStart()));
		return line((event.ready() == event.size()) ? LogLine.info("%s", text) : LogLine.warn("%s", text));
	}

	@Override
	public Optional<LogLine> recycling(ClusterEvent.Recycling event) {
		return line(LogLine.info("%s is recycled: %s", name(event), event.reason()));
	}

	@Override
	public Optional<LogLine> setUp(ClusterEvent.SetUp event) {
		return Optional.empty();
	}

	@Override
	public Optional<LogLine> gaveUp(ClusterEvent.GaveUp event) {
		Map<Integer, List<ClusterEvent.Exited>> bySlot = event.failures()
			.stream()
			.collect(Collectors.groupingBy((exit) -> exit.worker().slot(), TreeMap::new, Collectors.toList()));
		String slots = bySlot.entrySet()
			.stream()
			.map((slot) -> failures(slot.getKey(), slot.getValue()))
			.collect(Collectors.joining());
		return line(LogLine.error("Cluster gives up: %s%s", event.reason(), slots));
	}

	@Override
	public Optional<LogLine> acceptingPaused(ClusterEvent.AcceptingPaused event) {
		return line(LogLine.warn("Accepting paused on %s: %s", LogFormat.address(event.address()), event.reason()));
	}

	@Override
	public Optional<LogLine> acceptingResumed(ClusterEvent.AcceptingResumed event) {
		return line(LogLine.info("Accepting resumed on %s after %s", LogFormat.address(event.address()),
				duration(event.paused())));
	}

	@Override
	public Optional<LogLine> slotInTrouble(SlotEvent.InTrouble event) {
		return line(LogLine.error(
				"Slot %d is in trouble: %s in a row, the last time %s with %s%s; trying again every %s", event.slot(),
				LogFormat.count(event.failures(), "failure"), LogFormat.name(event.last().worker()),
				event.last().status(), cause(event.last().cause()), duration(event.pause())));
	}

	@Override
	public Optional<LogLine> slotRecovered(SlotEvent.Recovered event) {
		return line(LogLine.info("Slot %d has recovered after %s", event.slot(), duration(event.troubled())));
	}

	@Override
	public Optional<LogLine> stopRequested(StopEvent.Requested event) {
		return line((event.worker() != null)
				? LogLine.info("%s asks the cluster to stop: %s", LogFormat.name(event.worker()), event.reason())
				: LogLine.info("The cluster is asked to stop: %s", event.reason()));
	}

	@Override
	public Optional<LogLine> stopAnnounced(StopEvent.Announced event) {
		return line(LogLine.info("Cluster is out of service; it serves for %s more before it stops",
				duration(event.delay())));
	}

	@Override
	public Optional<LogLine> stopStarted(StopEvent.Started event) {
		return line(LogLine.info("Cluster stops: %s",
				(event.workers() == 1) ? "1 worker drains" : event.workers() + " workers drain"));
	}

	@Override
	public Optional<LogLine> stopFinished(StopEvent.Finished event) {
		return line(LogLine.info("Cluster stopped after %s", duration(event.duration())));
	}

	@Override
	public Optional<LogLine> rollStarted(RollEvent.Started event) {
		return line(LogLine.info("Rolling restart to generation %d begins: %s", event.generation(),
				LogFormat.count(event.workers(), "worker")));
	}

	@Override
	public Optional<LogLine> canaryStarted(RollEvent.CanaryStarted event) {
		return line(LogLine.info("%s is the canary of generation %d for %s", name(event), event.worker().generation(),
				duration(event.duration())));
	}

	@Override
	public Optional<LogLine> committed(RollEvent.Committed event) {
		return line(LogLine.info("Generation %d is committed", event.generation()));
	}

	@Override
	public Optional<LogLine> rollProgressed(RollEvent.Progressed event) {
		return line(LogLine.debug("Rolling restart to generation %d: %d of %s replaced", event.generation(),
				event.replaced(), LogFormat.count(event.workers(), "worker")));
	}

	@Override
	public Optional<LogLine> quarantined(QuarantineEvent.Begun event) {
		return line(LogLine.warn("%s is out of rotation, and stays alive until it is released", name(event)));
	}

	@Override
	public Optional<LogLine> released(QuarantineEvent.Ended event) {
		return line(LogLine.info("%s is released, and %s", name(event),
				event.returned() ? "serves again" : "drains, as its slot has another worker"));
	}

	@Override
	public Optional<LogLine> threadPoolExhausted(ThreadPoolEvent.Exhausted event) {
		return line(LogLine.warn("%s has an exhausted thread pool: all threads are busy, and requests wait, for %s",
				name(event), duration(event.duration())));
	}

	@Override
	public Optional<LogLine> threadPoolRelieved(ThreadPoolEvent.Relieved event) {
		return line(LogLine.info("%s has free threads again; its thread pool was exhausted for %s", name(event),
				duration(event.duration())));
	}

	@Override
	public Optional<LogLine> rollFinished(RollEvent.Finished event) {
		return line(LogLine.info("Rolling restart to generation %d finished after %s: %s replaced", event.generation(),
				duration(event.duration()), LogFormat.count(event.replaced(), "worker")));
	}

	@Override
	public Optional<LogLine> rollFailed(RollEvent.Failed event) {
		return line(LogLine.error("Rolling restart to generation %d failed after %s: %s%s", event.generation(),
				duration(event.duration()), event.reason(), LogFormat.lastLines(event.lastOutput())));
	}

	@Override
	public Optional<LogLine> scalingStarted(ScalingEvent.Started event) {
		return line(LogLine.info("Cluster scales from %d to %s", event.from(), LogFormat.count(event.to(), "worker")));
	}

	@Override
	public Optional<LogLine> scalingFinished(ScalingEvent.Finished event) {
		return line(LogLine.info("Cluster has %s after %s", LogFormat.count(event.size(), "worker"),
				duration(event.duration())));
	}

	private static String failures(int slot, List<ClusterEvent.Exited> exits) {
		ClusterEvent.Exited last = exits.get(exits.size() - 1);
		return "%nSlot %d failed %s, the last time worker %s after %s with %s%s".formatted(slot,
				LogFormat.count(exits.size(), "time"), LogFormat.identity(last.worker()), duration(last.uptime()),
				last.status(), LogFormat.lastLines(last.lastOutput()));
	}

	private static String cause(ExitCause cause) {
		return (cause instanceof ExitCause.Exited) ? "" : " (%s)".formatted(cause);
	}

	private static String requests(ClusterEvent.Exited event) {
		return (event.drained() == 0 && event.aborted() == 0) ? ""
				: "; %s drained, %d aborted".formatted(LogFormat.count(event.drained(), "request"), event.aborted());
	}

	private static String respawn(ClusterEvent.Exited event) {
		int slot = event.worker().slot();
		if (event.respawnDelay() != null) {
			return "; slot %d is filled again in %s".formatted(slot, duration(event.respawnDelay()));
		}
		return (!event.expected() && event.status().code() == DO_NOT_RESPAWN)
				? ("; slot %d stays empty, since exit code %d means: do not respawn. A rolling restart (SIGHUP) "
						+ "or a change of the number of workers fills it")
					.formatted(slot, DO_NOT_RESPAWN)
				: "";
	}

	private static String name(ClusterEvent.OfWorker event) {
		return LogFormat.name(event.worker());
	}

	private static String duration(Duration duration) {
		return LogFormat.duration(duration);
	}

	private static Optional<LogLine> line(LogLine line) {
		return Optional.of(line);
	}

}
