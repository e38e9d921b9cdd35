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

/**
 * The ladder by which a worker is stopped.
 */
enum StopStep {

	/**
	 * Its threads are being dumped, as it is to end for making no progress. The ladder
	 * goes on with SIGTERM.
	 */
	EXAMINED {

		@Override
		StopStep take(WorkerEffects effects) {
			return dump(effects);
		}

		@Override
		StopStep next() {
			return TERMINATED;
		}

	},

	ASKED {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.askToStop();
			effects.armDeadline(WorkerDeadline.DRAIN);
			return this;
		}

	},

	TERMINATED {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.terminate();
			effects.armDeadline(WorkerDeadline.TERMINATION);
			return this;
		}

	},

	/**
	 * Its threads are being dumped: the last that can be had of it.
	 */
	DUMPED {

		@Override
		StopStep take(WorkerEffects effects) {
			return dump(effects);
		}

	},

	KILLED {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.kill();
			effects.armDeadline(WorkerDeadline.KILL);
			return this;
		}

	},

	STUCK {

		@Override
		StopStep take(WorkerEffects effects) {
			effects.reportStuck();
			return this;
		}

	};

	/**
	 * Do what this step does, and arm the deadline for it.
	 * @param effects what can be done
	 * @return this
	 */
	abstract StopStep take(WorkerEffects effects);

	StopStep dump(WorkerEffects effects) {
		effects.armDeadline(WorkerDeadline.EXAMINATION);
		effects.dumpThreads();
		return this;
	}

	boolean isExamination() {
		return this == EXAMINED || this == DUMPED;
	}

	boolean isPast(StopStep other) {
		return compareTo(other) > 0;
	}

	/**
	 * Return the rougher means that follows.
	 * @return the next step
	 */
	StopStep next() {
		return (this == STUCK) ? STUCK : values()[ordinal() + 1];
	}

}
