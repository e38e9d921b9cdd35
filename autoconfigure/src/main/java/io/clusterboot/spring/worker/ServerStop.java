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

package io.clusterboot.spring.worker;

import io.clusterboot.spring.drain.DrainStep;

/**
 * Announces to the master that the servers of this worker stop, at the moment at which
 * they stop to accept connections. In a start that fails late, this comes before the
 * application itself knows of the failure.
 */
public final class ServerStop extends DrainStep {

	private final WorkerSession session;

	public ServerStop(WorkerSession session) {
		super(Moment.FIRST);
		this.session = session;
	}

	@Override
	protected void drain(Runnable whenDone) {
		this.session.serverStops();
		whenDone.run();
	}

}
