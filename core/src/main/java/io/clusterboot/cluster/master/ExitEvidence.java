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

import java.util.List;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The facts that later explain the exit of a worker: the last action of the master to end
 * it, and how often the kernel had killed for memory. Confined to the control loop.
 */
final class ExitEvidence {

	private final OomKills oomKills;

	private final long oomKillsBefore;

	private MasterAction action = new MasterAction.None();

	private @Nullable String announced;

	private @Nullable String forkFailure;

	ExitEvidence(OomKills oomKills) {
		this.oomKills = oomKills;
		this.oomKillsBefore = oomKills.count();
	}

	/**
	 * Record why the master ends the worker. The first reason counts.
	 */
	void recordStopReason(String reason) {
		this.action = this.action.asked(reason);
	}

	void recordKill(Signal signal) {
		this.action = this.action.killed(signal);
	}

	/**
	 * Record what the worker announced to end it.
	 */
	void recordAnnouncement(String reason) {
		this.announced = reason;
	}

	/**
	 * Record why there is no process.
	 */
	void recordForkFailure(String reason) {
		this.forkFailure = reason;
	}

	ExitCause cause(ExitStatus status, List<String> lastOutput) {
		if (this.forkFailure != null) {
			return new ExitCause.NotStarted(this.forkFailure);
		}
		ExitCause cause = diagnose(status, lastOutput);
		return (this.announced != null && cause instanceof ExitCause.Exited)
				? new ExitCause.EndedByApplication(status, this.announced) : cause;
	}

	private ExitCause diagnose(ExitStatus status, List<String> lastOutput) {
		return new ExitDiagnosis(status, lastOutput, this.action, this.oomKillsBefore, this.oomKills.count()).cause();
	}

}
