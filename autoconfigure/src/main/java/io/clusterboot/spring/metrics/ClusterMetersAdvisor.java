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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Has the endpoint {@code metrics} answer with the meters of the cluster, unless a worker
 * is named.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class ClusterMetersAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId METRICS = EndpointId.of("metrics");

	private static final String NAME = "requiredMetricName";

	private static final String TAG = "tag";

	private final MetricsCollector collector;

	private final Supplier<ClusterMeters> meters;

	/**
	 * Create a new instance.
	 * @param collector knows whether the metrics of this process are wanted
	 * @param meters returns the meters of the cluster
	 */
	public ClusterMetersAdvisor(MetricsCollector collector, Supplier<ClusterMeters> meters) {
		this.collector = collector;
		this.meters = meters;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(METRICS) || operationType != OperationType.READ) {
			return invoker;
		}
		boolean ofOne = parameters.stream().anyMatch((parameter) -> parameter.getName().equals(NAME));
		return (context) -> {
			if (this.collector.isOwnOnly() || context.getArguments().get(WorkerLabels.WORKER) != null) {
				return invoker.invoke(context);
			}
			return ofOne ? meter(context) : this.meters.get().names();
		};
	}

	private ClusterMeters.@Nullable Description meter(InvocationContext context) {
		Object name = context.getArguments().get(NAME);
		Object tag = context.getArguments().get(TAG);
		return this.meters.get().meter(String.valueOf(name), tags(tag));
	}

	/**
	 * Return tags that are one text, separated by commas, or several.
	 */
	private static List<String> tags(@Nullable Object tag) {
		if (tag == null) {
			return List.of();
		}
		if (tag instanceof Collection<?> several) {
			return several.stream().map(String::valueOf).toList();
		}
		return (tag instanceof Object[] array) ? Arrays.stream(array).map(String::valueOf).toList()
				: List.of(String.valueOf(tag).split(","));
	}

}
