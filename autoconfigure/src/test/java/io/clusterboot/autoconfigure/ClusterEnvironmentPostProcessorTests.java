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

package io.clusterboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.clusterboot.handle.NativeLibrary;
import io.clusterboot.handle.NativeSupportException;
import io.clusterboot.spring.settings.ClusterSettings;
import io.clusterboot.spring.settings.HostProgram;
import io.clusterboot.spring.settings.UnsupportedWebServerException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link ClusterEnvironmentPostProcessor} refuses, as the user sees it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterEnvironmentPostProcessorTests {

	@Test
	void applicationOnAnotherServerIsToldWhatToAdd(CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.SERVLET)
			.resourceLoader(new DefaultResourceLoader(
					new FilteredClassLoader("org.springframework.boot.tomcat", "org.springframework.boot.jetty")))
			.build();
		assertThatExceptionOfType(UnsupportedWebServerException.class)
			.isThrownBy(() -> application.run("--cluster.workers=2"));
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START")
			.contains(
					"The property 'cluster.workers' is set, and this application serves with a servlet container other than Tomcat and Jetty.")
			.contains("depend on 'org.springframework.boot:spring-boot-starter-webmvc'")
			.contains("Or remove 'cluster.workers' to run standalone.");
	}

	@Test
	void wrongNumberOfWorkersIsReportedOnce(CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.REACTIVE)
			.build();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> application.run("--cluster.workers=several"));
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START")
			.contains("Invalid value 'several' for configuration property 'cluster.workers'")
			.contains("Expected auto, or a number from 0 (standalone)");
	}

	@Test
	void nativeLibraryThatLacksAPartFailsBeforeThereIsAMaster() {
		DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();
		ClusterEnvironmentPostProcessor processor = new ClusterEnvironmentPostProcessor(
				(destination) -> LogFactory.getLog(ClusterEnvironmentPostProcessorTests.class), bootstrapContext,
				() -> NativeLibrary.NETTY.verify("the part", () -> {
					throw new NoSuchMethodError("gone");
				}), () -> HostProgram.NONE);
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.REACTIVE)
			.build();
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.workers", "2");
		assertThatExceptionOfType(NativeSupportException.class)
			.isThrownBy(() -> processor.postProcessEnvironment(environment, application))
			.withMessageContaining("io.netty:netty-transport-classes-epoll");
		assertThat(bootstrapContext.isRegistered(ClusterSettings.class)).isFalse();
		assertThat(environment.getProperty("cluster.role")).isNull();
	}

	@Test
	void applicationThatATestCallsRunsStandalone() {
		List<Object> lines = new ArrayList<>();
		Log log = new NoOpLog() {

			@Override
			public void info(Object message) {
				lines.add(message);
			}

		};
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.REACTIVE)
			.build();
		DefaultBootstrapContext bootstrapContext = new DefaultBootstrapContext();
		ClusterEnvironmentPostProcessor processor = new ClusterEnvironmentPostProcessor((destination) -> log,
				bootstrapContext);
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.workers", "2");
		processor.postProcessEnvironment(environment, application);
		assertThat(environment.getProperty("cluster.role")).isEqualTo("STANDALONE");
		assertThat(bootstrapContext.isRegistered(ClusterSettings.class)).isFalse();
		assertThat(lines).singleElement().asString().startsWith("Running standalone, although cluster.workers is 2: ");
	}

	@Test
	void nativeLibrariesAreNotTouchedByAStandaloneApplication() {
		ClusterEnvironmentPostProcessor processor = new ClusterEnvironmentPostProcessor(
				(destination) -> LogFactory.getLog(ClusterEnvironmentPostProcessorTests.class),
				new DefaultBootstrapContext(), () -> {
					throw new NoSuchMethodError("touched");
				}, () -> {
					throw new AssertionError("asked for");
				});
		MockEnvironment environment = new MockEnvironment();
		processor.postProcessEnvironment(environment, new SpringApplication(Object.class));
		assertThat(environment.getProperty("cluster.role")).isEqualTo("STANDALONE");
	}

}
