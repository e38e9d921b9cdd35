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

package io.clusterboot.spring.master;

import io.clusterboot.cluster.master.ClusterMaster;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * Ends the application when the cluster ends: it gives up, as no worker serves and only
 * the operator can help, or a worker passed on that the operator wants it to stop.
 */
final class MasterExit {

	/**
	 * Exit code of the master, {@code EX_UNAVAILABLE} of {@code sysexits.h}.
	 */
	static final int GAVE_UP = 69;

	private final ApplicationContext context;

	MasterExit(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Exit when the cluster gives up, or has to stop.
	 */
	void listenTo(ClusterMaster master) {
		master.gaveUp().thenRun(() -> exitWith(GAVE_UP, master));
		master.stopRequested().thenRun(() -> exitWith(0, master));
	}

	/**
	 * Exit on another thread, with a code of at least the given one. Spring does not
	 * close a context whose start seems to be stuck, so this waits for the end of the
	 * cluster itself.
	 */
	private void exitWith(int code, ClusterMaster master) {
		new Thread(() -> {
			int exitCode = Math.max(code, SpringApplication.exit(this.context, () -> code));
			master.stop().join();
			System.exit(exitCode);
		}, "cluster-exit").start();
	}

}
