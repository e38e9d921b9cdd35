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

import java.time.Duration;
import java.util.Optional;

import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The ladder by which a worker is stopped: each step has a deadline, after which the next
 * step is taken.
 */
enum StopStep {

	/**
	 * The threads of a worker that makes no progress are dumped. SIGTERM follows.
	 */
	EXAMINED("dumping its threads, then sending SIGTERM", Signal.SIGTERM) {

		@Override
		StopStep take(WorkerEffects effects) {
			return dump(effects);
		}

		@Override
		StopStep next() {
			return TERMINATED;
		}

	},

	ASKED("asking it to end", null) {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.askToStop();
			effects.armDeadline(WorkerDeadline.DRAIN);
			return this;
		}

		@Override
		Optional<String> overdue(MasterSettings settings) {
			return Optional
				.of("has not ended %s after it was asked to".formatted(time(settings, WorkerDeadline.DRAIN)));
		}

	},

	TERMINATED("sending SIGTERM", Signal.SIGTERM) {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.terminate();
			effects.armDeadline(WorkerDeadline.TERMINATION);
			return this;
		}

		@Override
		Optional<String> overdue(MasterSettings settings) {
			return Optional.of("has not ended %s after SIGTERM".formatted(time(settings, WorkerDeadline.TERMINATION)));
		}

	},

	/**
	 * The threads of a worker that ignores SIGTERM are dumped. SIGKILL follows.
	 */
	DUMPED("dumping its threads, then sending SIGKILL", Signal.SIGKILL) {

		@Override
		StopStep take(WorkerEffects effects) {
			return dump(effects);
		}

	},

	KILLED("sending SIGKILL", Signal.SIGKILL) {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.kill();
			effects.armDeadline(WorkerDeadline.KILL);
			return this;
		}

	},

	STUCK("not waiting for it any longer", null) {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.reportStuck();
			return this;
		}

	};

	static final String OUTLIVES_SIGKILL = "has not ended %s after SIGKILL"
		.formatted(time(MasterSettings.KILL_TIMEOUT));

	private final String measure;

	private final @Nullable Signal signal;

	StopStep(String measure, @Nullable Signal signal) {
		this.measure = measure;
		this.signal = signal;
	}

	/**
	 * Do what this step does, and arm the deadline for it.
	 * @return this
	 */
	abstract StopStep take(WorkerEffects effects);

	StopStep dump(WorkerEffects effects) {
		effects.armDeadline(WorkerDeadline.EXAMINATION);
		effects.dumpThreads();
		return this;
	}

	/**
	 * Return what the master does in this step, as log lines say it.
	 */
	String measure() {
		return this.measure;
	}

	/**
	 * Return the signal that this step sends, or that follows the thread dump.
	 */
	@Nullable Signal signal() {
		return this.signal;
	}

	/**
	 * Return what the worker failed to do when the deadline of this step passes, as log
	 * lines say it; empty if that is not reported.
	 */
	Optional<String> overdue(MasterSettings settings) {
		return Optional.empty();
	}

	boolean isExamination() {
		return this == EXAMINED || this == DUMPED;
	}

	boolean isPast(StopStep other) {
		return compareTo(other) > 0;
	}

	/**
	 * Return the next, harsher step.
	 */
	StopStep next() {
		return (this == STUCK) ? STUCK : values()[ordinal() + 1];
	}

	static String time(Duration duration) {
		return (duration.toMillisPart() == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	static String time(MasterSettings settings, WorkerDeadline deadline) {
		return time(settings.of(deadline));
	}

}
