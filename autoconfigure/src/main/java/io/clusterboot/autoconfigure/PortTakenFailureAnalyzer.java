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

package io.clusterboot.autoconfigure;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clusterboot.autoconfigure.PortHolder.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Names the cluster that has the port. A port that anything else has is left to Boot's
 * own analyzer, which comes after this one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	private final IntFunction<List<PortHolder>> holders;

	PortTakenFailureAnalyzer() {
		this((port) -> PortHolders.onThisMachine().find(port));
	}

	PortTakenFailureAnalyzer(IntFunction<List<PortHolder>> holders) {
		this.holders = holders;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		List<PortHolder> found = this.holders.apply(cause.getPort());
		List<PortHolder> masters = allOf(Kind.MASTER, found);
		List<PortHolder> orphans = allOf(Kind.ORPHAN, found);
		if (masters.isEmpty() && orphans.isEmpty()) {
			return null;
		}
		String lines = Stream
			.concat(masters.stream().map((master) -> describe(master, found)), orphans.stream().map(this::describe))
			.map("\n    "::concat)
			.collect(Collectors.joining());
		return new FailureAnalysis("Web server failed to start. Port %d was already in use by a cluster:\n%s"
			.formatted(cause.getPort(), lines), action(masters, orphans, cause.getPort()), cause);
	}

	private static List<PortHolder> allOf(Kind kind, List<PortHolder> holders) {
		return holders.stream().filter((holder) -> holder.kind() == kind).toList();
	}

	private static String describe(PortHolder master, List<PortHolder> found) {
		return "The master with pid %d, and its workers with the pids %s".formatted(master.pid(),
				pids(found.stream()
					.filter((holder) -> holder.kind() == Kind.WORKER && holder.parent() == master.pid())
					.toList()));
	}

	private String describe(PortHolder orphan) {
		return "A worker with pid %d, whose master is gone".formatted(orphan.pid());
	}

	private static String action(List<PortHolder> masters, List<PortHolder> orphans, int port) {
		String other = "or configure this application to listen on another port.";
		if (masters.isEmpty()) {
			return ("A worker closes the port when its master is gone, so one that still has it hangs: "
					+ "end it with 'kill -9 %s', ")
				.formatted(pids(orphans).replace(",", "")) + other;
		}
		return "Stop the other cluster with 'kill %s', let it serve a new version of its application with 'kill -HUP %s', "
			.formatted(pids(masters).replace(",", ""), pids(masters).replace(",", "")) + other;
	}

	private static String pids(List<PortHolder> holders) {
		return holders.stream().map((holder) -> Long.toString(holder.pid())).collect(Collectors.joining(", "));
	}

}
