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
import java.util.function.Consumer;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemorySessionWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InMemorySessionWarningTests {

	private final DefaultWebSessionManager manager = new DefaultWebSessionManager();

	@Test
	void firstSessionIsWarnedOfOnce(CapturedOutput output) {
		process(this.manager);
		for (int i = 0; i < 3; i++) {
			assertThat(request(WebSession::start).getResponse().getCookies()).containsKey("SESSION");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("InMemoryWebSessionStore"))).singleElement()
			.asString()
			.contains("WARN", "'webSessionManager'", "Spring Session", "cluster.scheduling-policy=source-hash",
					"cluster.warnings.sessions=false");
	}

	@Test
	void workersShareOneWarning(CapturedOutput output) {
		ScoreboardRow master = ScoreboardRow.unshared();
		for (int worker = 0; worker < 2; worker++) {
			ScoreboardView view = ScoreboardView.of(ScoreboardRow.unshared(), master, List.of());
			DefaultWebSessionManager own = new DefaultWebSessionManager();
			InMemorySessionWarning.due(view::claimSessionWarning)
				.postProcessAfterInitialization(own, "webSessionManager");
			request(own, WebSession::start);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("InMemoryWebSessionStore"))).hasSize(1);
	}

	@Test
	void sessionThatIsOnlyLookedAtIsNotWarnedOf(CapturedOutput output) {
		process(this.manager);
		assertThat(request(WebSession::getAttributes).getResponse().getCookies()).isEmpty();
		assertThat(output).doesNotContain("InMemoryWebSessionStore");
	}

	@Test
	void storeThatIsSharedIsNotTouched() {
		CookieWebSessionIdResolver resolver = new CookieWebSessionIdResolver();
		this.manager.setSessionIdResolver(resolver);
		this.manager.setSessionStore(new SharedStore());
		process(this.manager);
		assertThat(this.manager.getSessionIdResolver()).isSameAs(resolver);
	}

	private static void process(DefaultWebSessionManager manager) {
		assertThat(InMemorySessionWarning.due(() -> true).postProcessAfterInitialization(manager, "webSessionManager"))
			.isSameAs(manager);
	}

	private ServerWebExchange request(Consumer<WebSession> use) {
		return request(this.manager, use);
	}

	private static ServerWebExchange request(DefaultWebSessionManager manager, Consumer<WebSession> use) {
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		WebSession session = manager.getSession(exchange).block();
		use.accept(session);
		exchange.getResponse().setComplete().block();
		return exchange;
	}

	private static final class SharedStore implements WebSessionStore {

		private final InMemoryWebSessionStore sessions = new InMemoryWebSessionStore();

		@Override
		public Mono<WebSession> createWebSession() {
			return this.sessions.createWebSession();
		}

		@Override
		public Mono<WebSession> retrieveSession(String sessionId) {
			return this.sessions.retrieveSession(sessionId);
		}

		@Override
		public Mono<Void> removeSession(String sessionId) {
			return this.sessions.removeSession(sessionId);
		}

		@Override
		public Mono<WebSession> updateLastAccessTime(WebSession webSession) {
			return this.sessions.updateLastAccessTime(webSession);
		}

	}

}
