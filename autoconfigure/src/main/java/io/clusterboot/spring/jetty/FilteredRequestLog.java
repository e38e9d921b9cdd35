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

package io.clusterboot.spring.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * An access log of Jetty without the requests of a warm-up. It starts and stops the log
 * that it writes to.
 */
public final class FilteredRequestLog extends ContainerLifeCycle implements RequestLog {

	private final RequestLog log;

	/**
	 * Create a filter.
	 * @param log the access log
	 */
	public FilteredRequestLog(RequestLog log) {
		this.log = log;
		installBean(log);
	}

	@Override
	public void log(Request request, Response response) {
		if (!TrafficHandler.isWarmUp(request)) {
			this.log.log(request, response);
		}
	}

}
