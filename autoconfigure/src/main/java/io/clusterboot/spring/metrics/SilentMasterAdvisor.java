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

package io.clusterboot.spring.metrics;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.MimeTypeUtils;

/**
 * Has the endpoints of metrics answer with status 503 and the reason when the master is
 * silent. It comes last, and so sees what all others throw.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class SilentMasterAdvisor implements OperationInvokerAdvisor {

	private static final Set<EndpointId> METRICS = Set.of(EndpointId.of("metrics"), EndpointId.of("prometheus"));

	private static final Logger logger = LoggerFactory.getLogger(SilentMasterAdvisor.class);

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		return METRICS.contains(endpointId) ? (context) -> {
			try {
				return invoker.invoke(context);
			}
			catch (SilentMasterException ex) {
				logger.warn(ex.getMessage());
				return new WebEndpointResponse<>(ex.getMessage(), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
						MimeTypeUtils.TEXT_PLAIN);
			}
		} : invoker;
	}

}
