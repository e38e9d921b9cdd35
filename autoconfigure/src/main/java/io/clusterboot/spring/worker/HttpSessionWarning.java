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

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Warns when the servlet container makes the first session that only this worker knows.
 * Containers tell nothing of the sessions that Spring Session keeps.
 */
public final class HttpSessionWarning implements HttpSessionListener {

	private final SessionWarning warning;

	private HttpSessionWarning(SessionWarning warning) {
		this.warning = warning;
	}

	/**
	 * Create the warning of a worker.
	 * @param session the worker
	 * @param enabled whether the application wants the warning
	 * @return the warning
	 */
	public static HttpSessionWarning of(WorkerSession session, boolean enabled) {
		return new HttpSessionWarning(SessionWarning.of(session, enabled));
	}

	@Override
	public void sessionCreated(HttpSessionEvent event) {
		this.warning.sessionCreated("an HttpSession of the servlet container");
	}

}
