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

package io.clusterboot.test;

import java.util.concurrent.TimeUnit;

/**
 * The master of a cluster under test. When it has ended, its workers finish their
 * requests and end, and the cluster cannot be used any more.
 */
public final class MasterProcess extends ClusterProcess {

	MasterProcess(StartedProcesses processes) {
		super(processes, processes.master().toHandle());
	}

	/**
	 * Wait for its end.
	 * @return its exit code, 128 and the number of the signal that ended it
	 */
	public int awaitExitCode() {
		try {
			// Not by its handle, which may know of the end before the process does
			if (processes().master().waitFor(timeout().toMillis(), TimeUnit.MILLISECONDS)) {
				return processes().master().exitValue();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw failure("has not ended after " + timeout(), null);
	}

	@Override
	public String toString() {
		return "Master (pid %d)".formatted(pid());
	}

}
