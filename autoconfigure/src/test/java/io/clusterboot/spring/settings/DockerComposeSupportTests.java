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

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DockerComposeSupport}.
 */
class DockerComposeSupportTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final ClassLoader classLoader = new ByteBuddy().makeInterface()
		.name("org.springframework.boot.docker.compose.lifecycle.DockerComposeListener")
		.make()
		.load(getClass().getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
		.getLoaded()
		.getClassLoader();

	@Test
	void workersNeitherStartNorStopServices() {
		DockerComposeSupport support = DockerComposeSupport.of(this.environment, this.classLoader);
		assertThat(support.active()).isTrue();
		assertThat(support.propertiesOfWorker()).containsEntry("spring.docker.compose.lifecycle-management", "none");
	}

	@Test
	void isNotActiveWhereItIsSwitchedOffOrMissing() {
		assertThat(DockerComposeSupport.of(this.environment, getClass().getClassLoader()).active()).isFalse();
		this.environment.setProperty("spring.docker.compose.enabled", "false");
		DockerComposeSupport support = DockerComposeSupport.of(this.environment, this.classLoader);
		assertThat(support.active()).isFalse();
		assertThat(support.propertiesOfWorker()).isEmpty();
	}

}
