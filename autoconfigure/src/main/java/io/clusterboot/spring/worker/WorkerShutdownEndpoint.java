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

import org.springframework.boot.actuate.context.ShutdownEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The {@code shutdown} endpoint of a worker. It closes no context of its own: the master
 * asks this worker to end with the others, and until then it serves.
 */
@Endpoint(id = "shutdown", defaultAccess = Access.NONE)
public final class WorkerShutdownEndpoint extends ShutdownEndpoint {

	private final WorkerSession session;

	WorkerShutdownEndpoint(WorkerSession session) {
		this.session = session;
		setApplicationContext(new GenericApplicationContext());
	}

	@Override
	@WriteOperation
	public ShutdownDescriptor shutdown() {
		this.session.worker().stopCluster("its shutdown endpoint was called");
		return super.shutdown();
	}

}
