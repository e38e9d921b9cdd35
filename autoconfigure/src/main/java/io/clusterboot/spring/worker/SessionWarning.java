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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when the first session is made that only this worker knows. The worker that makes
 * the first session of the cluster warns, so that one line is logged from its start to
 * its stop; none does where one worker serves all connections of a client. May be used
 * from any thread.
 */
final class SessionWarning {

	private static final Logger logger = LoggerFactory.getLogger(SessionWarning.class);

	private final AtomicBoolean due;

	private final BooleanSupplier claim;

	private SessionWarning(boolean due, BooleanSupplier claim) {
		this.due = new AtomicBoolean(due);
		this.claim = claim;
	}

	/**
	 * Create the warning of a worker.
	 * @param session the worker
	 * @param enabled whether the application wants the warning
	 */
	static SessionWarning of(WorkerSession session, boolean enabled) {
		return new SessionWarning(enabled && session.cluster().size() > 1 && !session.settings().isSticky(),
				session::claimSessionWarning);
	}

	/**
	 * Create the warning of a worker that has to warn if it gets the claim.
	 * @param claim claims the warning among the workers
	 */
	static SessionWarning due(BooleanSupplier claim) {
		return new SessionWarning(true, claim);
	}

	boolean isDue() {
		return this.due.get();
	}

	/**
	 * A session was created.
	 * @param store what keeps it in memory
	 */
	void sessionCreated(String store) {
		if (this.due.compareAndSet(true, false) && this.claim.getAsBoolean()) {
			logger.warn("A session was created in the memory of this worker ({}): when a later connection of the "
					+ "client reaches another worker, the session and a login in it are missing. Use a store that all "
					+ "workers share, as Spring Session has them, or set cluster.scheduling-policy=source-hash, which "
					+ "gives all connections of a client's address to one worker. cluster.warnings.sessions=false "
					+ "turns this warning off", store);
		}
	}

}
