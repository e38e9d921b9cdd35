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

package io.clusterboot.test.process;

import java.nio.file.Path;
import java.util.List;

import io.clusterboot.test.TestApplication;
import io.clusterboot.test.application.ApplicationMain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClassPathProgram}.
 */
class ClassPathProgramTests {

	private static final TestFolder FOLDER = new TestFolder(Path.of("."));

	@Test
	void classWithAMainMethodIsTheMainClass() {
		List<String> words = new ClassPathProgram(List.of(TestApplication.class)).words(FOLDER);
		assertThat(words).hasSize(3).endsWith(TestApplication.class.getName());
		assertThat(words.get(0)).isEqualTo("-cp");
		assertThat(words.get(1)).contains("test-classes").contains("spring-boot");
	}

	@Test
	void otherClassesAreSources() {
		assertThat(new ClassPathProgram(List.of(String.class)).words(FOLDER))
			.endsWith("-Dclusterboot.test.sources=java.lang.String", ApplicationMain.class.getName());
		assertThat(new ClassPathProgram(List.of(TestApplication.class, String.class)).words(FOLDER)).endsWith(
				"-Dclusterboot.test.sources=io.clusterboot.test.TestApplication,java.lang.String",
				ApplicationMain.class.getName());
	}

	@Test
	void needsAClass() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClassPathProgram(List.of()))
			.withMessageContaining("expected: at least one");
	}

}
