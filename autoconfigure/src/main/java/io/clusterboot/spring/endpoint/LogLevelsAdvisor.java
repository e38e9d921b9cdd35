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

package io.clusterboot.spring.endpoint;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Has a log level that is set with the endpoint {@code loggers} of one process set in all
 * of them, before the endpoint answers.
 */
public final class LogLevelsAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId LOGGERS = EndpointId.of("loggers");

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(LogLevelsAdvisor.class);

	private final MessageBus bus;

	/**
	 * Create a new instance.
	 * @param bus the bus of this process
	 */
	public LogLevelsAdvisor(MessageBus bus) {
		this.bus = bus;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(LOGGERS) || operationType != OperationType.WRITE) {
			return invoker;
		}
		return (context) -> {
			Object result = invoker.invoke(context);
			share(String.valueOf(context.getArguments().get("name")), context.getArguments().get("configuredLevel"));
			return result;
		};
	}

	private void share(String name, @Nullable Object level) {
		try {
			this.bus
				.ask(Destination.master(), LogLevels.SET,
						LogLevels.write(name, (level != null) ? level.toString() : null), PATIENCE)
				.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("The log level of '{}' was set in this process, and maybe not in others: {}", name,
					String.valueOf(ex.getMessage()));
		}
	}

}
