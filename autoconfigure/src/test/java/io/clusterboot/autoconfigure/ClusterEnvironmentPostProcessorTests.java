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

import io.clusterboot.spring.settings.UnsupportedWebServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link ClusterEnvironmentPostProcessor} refuses, as the user sees it.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterEnvironmentPostProcessorTests {

	@Test
	void servletApplicationIsToldWhatToAdd(CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.SERVLET)
			.build();
		assertThatExceptionOfType(UnsupportedWebServerException.class)
			.isThrownBy(() -> application.run("--cluster.workers=2"));
		assertThat(output).containsOnlyOnce("APPLICATION FAILED TO START")
			.contains("The property 'cluster.workers' is set, and this application serves with a servlet container.")
			.contains("depend on 'org.springframework.boot:spring-boot-starter-webflux'")
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

}
