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

import java.util.List;
import java.util.function.BooleanSupplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionIdResolver;

/**
 * Warns when the first session is made that only this worker knows. Every application has
 * a store for sessions, and most never use it; so the warning waits until an id is sent
 * to a client.
 */
public final class InMemorySessionWarning implements BeanPostProcessor {

	private final SessionWarning warning;

	private InMemorySessionWarning(SessionWarning warning) {
		this.warning = warning;
	}

	/**
	 * Create the warning of a worker.
	 * @param session the worker
	 * @param enabled whether the application wants the warning
	 * @return the warning
	 */
	public static InMemorySessionWarning of(WorkerSession session, boolean enabled) {
		return new InMemorySessionWarning(SessionWarning.of(session, enabled));
	}

	/**
	 * Create the warning of a worker that has to warn if it gets the claim.
	 * @param claim claims the warning among the workers
	 */
	static InMemorySessionWarning due(BooleanSupplier claim) {
		return new InMemorySessionWarning(SessionWarning.due(claim));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.warning.isDue() && bean instanceof DefaultWebSessionManager manager
				&& manager.getSessionStore() instanceof InMemoryWebSessionStore) {
			manager.setSessionIdResolver(new WarningResolver(manager.getSessionIdResolver(), beanName));
		}
		return bean;
	}

	private void warn(String beanName) {
		this.warning
			.sessionCreated("bean '%s' with %s".formatted(beanName, InMemoryWebSessionStore.class.getSimpleName()));
	}

	private final class WarningResolver implements WebSessionIdResolver {

		private final WebSessionIdResolver resolver;

		private final String managerName;

		private WarningResolver(WebSessionIdResolver resolver, String managerName) {
			this.resolver = resolver;
			this.managerName = managerName;
		}

		@Override
		public List<String> resolveSessionIds(ServerWebExchange exchange) {
			return this.resolver.resolveSessionIds(exchange);
		}

		@Override
		public void setSessionId(ServerWebExchange exchange, String sessionId) {
			warn(this.managerName);
			this.resolver.setSessionId(exchange, sessionId);
		}

		@Override
		public void expireSession(ServerWebExchange exchange) {
			this.resolver.expireSession(exchange);
		}

	}

}
