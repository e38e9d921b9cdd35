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

package io.clusterboot.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for {@link SkippedTests}.
 */
class SkippedTestsTests {

	@TempDir
	Path directory;

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	@Test
	void saysNothingWhenNothingIsSkipped() {
		Path file = run(Passes.class);
		assertThat(file).doesNotExist();
		assertThat(this.output.toString(StandardCharsets.UTF_8)).isEmpty();
	}

	@Test
	void printsOneLineForEachMissingTool() {
		Path file = run(MissingTool.class);
		assertThat(file).doesNotExist();
		assertThat(this.output.toString(StandardCharsets.UTF_8).lines()).containsExactly(
				"[WARNING] **** Missing tool: node **** 2 of the tests, or classes of tests, skipped ****");
	}

	@Test
	void listsWhatIsSkippedByAnAssumption() throws Exception {
		assertThat(Files.readString(run(AbortedTest.class))).contains("AbortedTest").contains("for a while");
	}

	@Test
	void listsWhatIsSkippedByTheAssumptionOfAClass() throws Exception {
		assertThat(Files.readString(run(AbortedClass.class))).contains("AbortedClass").contains("for a while");
	}

	@Test
	void listsWhatIsSkippedByACondition() throws Exception {
		assertThat(Files.readString(run(DisabledClass.class))).contains("DisabledClass").contains("no-such-property");
	}

	@Test
	void forgetsTheSkipsOfAnEarlierRun() {
		assertThat(run(AbortedTest.class)).exists();
		assertThat(run(Passes.class)).doesNotExist();
	}

	private Path run(Class<?> tests) {
		Path file = this.directory.resolve("reports/skipped-tests.txt");
		SkippedTests listener = new SkippedTests(new PrintStream(this.output, true, StandardCharsets.UTF_8), file);
		Launcher launcher = LauncherFactory
			.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());
		launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(), listener);
		return file;
	}

	static class Passes {

		@Test
		void passes() {
		}

	}

	static class MissingTool {

		@Test
		void first() {
			Assumptions.assumeTrue(false, "Missing tool: node");
		}

		@Test
		@EnabledIfSystemProperty(named = "no-such-property", matches = ".*", disabledReason = "Missing tool: node")
		void second() {
		}

	}

	static class AbortedTest {

		@Test
		void aborted() {
			Assumptions.assumeTrue(false, "for a while");
		}

	}

	static class AbortedClass {

		@BeforeAll
		static void abort() {
			Assumptions.assumeTrue(false, "for a while");
		}

		@Test
		void neverRuns() {
		}

	}

	@EnabledIfSystemProperty(named = "no-such-property", matches = ".*")
	static class DisabledClass {

		@Test
		void neverRuns() {
		}

	}

}
