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

package io.clusterboot.spring.settings;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import org.springframework.boot.WebApplicationType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.support.TestPropertySourceUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ForkObstacles}.
 */
class ForkObstaclesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void reactiveApplicationOnReactorNettyMayFork() {
		assertThat(find(WebApplicationType.REACTIVE)).isNull();
	}

	@Test
	void testMayNotFork() {
		TestPropertySourceUtils.addInlinedPropertiesToEnvironment(this.environment, "a=b");
		assertThat(find(WebApplicationType.REACTIVE)).isEqualTo("this is a test");
	}

	@Test
	@ResourceLock(Resources.SYSTEM_PROPERTIES)
	void aheadOfTimeProcessingMayNotFork() {
		withSystemProperty("spring.aot.processing", "true",
				() -> assertThat(find(WebApplicationType.REACTIVE)).contains("ahead of time"));
	}

	@Test
	@ResourceLock(Resources.SYSTEM_PROPERTIES)
	void trainingRunMayNotFork() {
		withSystemProperty("spring.context.exit", "onRefresh",
				() -> assertThat(find(WebApplicationType.REACTIVE)).contains("training run"));
	}

	@Test
	@ResourceLock(Resources.SYSTEM_PROPERTIES)
	void applicationWithoutTheNativeTransportMayNotFork() {
		withSystemProperty("reactor.netty.native", "false",
				() -> assertThat(find(WebApplicationType.REACTIVE)).contains("reactor.netty.native=false"));
	}

	@Test
	void applicationThatServesNothingMayNotFork() {
		assertThat(find(WebApplicationType.NONE)).contains("no web application");
	}

	@Test
	void servletApplicationMayFork() {
		assertThat(find(WebApplicationType.SERVLET)).isNull();
	}

	@Test
	void applicationInAContainerOfOthersMayNotFork() {
		MutablePropertySources sources = this.environment.getPropertySources();
		sources.addLast(new PropertySource.StubPropertySource("servletContextInitParams"));
		assertThat(find(WebApplicationType.SERVLET)).isNull();
		sources.replace("servletContextInitParams", new MapPropertySource("servletContextInitParams", Map.of()));
		assertThat(find(WebApplicationType.SERVLET)).contains("deployed into a servlet container");
	}

	@Test
	void servletApplicationOnAnotherServerIsRefused() {
		ForkObstacles obstacles = new ForkObstacles(this.environment, WebApplicationType.SERVLET,
				new ClassLoader(null) {
				}, () -> HostProgram.NONE);
		assertThatExceptionOfType(UnsupportedWebServerException.class).isThrownBy(obstacles::find)
			.withMessageContaining("a servlet container other than Tomcat and Jetty");
	}

	@Test
	void applicationThatAnotherProgramCallsMayNotFork() {
		assertThat(find(WebApplicationType.REACTIVE, new HostProgram("a test calls it"))).isEqualTo("a test calls it");
	}

	@Test
	void propertyOverridesTheDeducedType() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("spring.main.web-application-type", "reactive")));
		assertThat(find(WebApplicationType.SERVLET)).isNull();
	}

	@Test
	void reactiveApplicationOnAnotherServerIsRefused() {
		ClassLoader withoutServers = new ClassLoader(null) {
		};
		ForkObstacles obstacles = new ForkObstacles(this.environment, WebApplicationType.REACTIVE, withoutServers,
				() -> HostProgram.NONE);
		assertThatExceptionOfType(UnsupportedWebServerException.class).isThrownBy(obstacles::find);
	}

	private String find(WebApplicationType type) {
		return find(type, HostProgram.NONE);
	}

	private String find(WebApplicationType type, HostProgram program) {
		return new ForkObstacles(this.environment, type, getClass().getClassLoader(), () -> program).find();
	}

	private static void withSystemProperty(String name, String value, Runnable test) {
		System.setProperty(name, value);
		try {
			test.run();
		}
		finally {
			System.clearProperty(name);
		}
	}

}
