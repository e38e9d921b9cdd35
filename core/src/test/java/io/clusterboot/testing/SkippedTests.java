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

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Ensures that no test is skipped silently. A test may be skipped only for an external
 * tool that is not installed, and says so: the reason of its condition or the message of
 * its assumption contains {@code Missing tool: <name>}. For each such tool one line is
 * printed when the tests are done; any other skip is listed in the file that the system
 * property {@value #FILE_PROPERTY} names, and the build fails when that file exists.
 * <p>
 * Registered as a service, in every module that has the test jar of core on its class
 * path.
 */
public final class SkippedTests implements TestExecutionListener {

	static final String FILE_PROPERTY = "clusterboot.skipped-tests";

	private static final String MISSING_TOOL = "Missing tool: ";

	private final PrintStream out;

	private final Path file;

	private final Map<String, Integer> missingTools = new TreeMap<>();

	private final List<String> silent = new ArrayList<>();

	public SkippedTests() {
		this(System.out, Path.of(System.getProperty(FILE_PROPERTY, "target/skipped-tests.txt")));
	}

	SkippedTests(PrintStream out, Path file) {
		this.out = out;
		this.file = file;
	}

	@Override
	public synchronized void executionSkipped(TestIdentifier test, String reason) {
		record(test, reason);
	}

	@Override
	public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
		if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
			record(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
		}
	}

	private void record(TestIdentifier test, String reason) {
		int start = reason.indexOf(MISSING_TOOL);
		if (start >= 0) {
			this.missingTools.merge(reason.substring(start).lines().findFirst().orElseThrow(), 1, Integer::sum);
		}
		else {
			this.silent.add(test.getUniqueId() + ": " + reason);
		}
	}

	@Override
	public synchronized void testPlanExecutionFinished(TestPlan plan) {
		this.missingTools.forEach((tool, count) -> this.out
			.println("[WARNING] **** " + tool + " **** " + count + " of the tests, or classes of tests, skipped ****"));
		// Where several JVMs run the tests, each class is a plan of its own
		this.missingTools.clear();
		this.silent.forEach((test) -> this.out.println("[ERROR] Skipped silently: " + test));
		try {
			if (this.silent.isEmpty()) {
				Files.deleteIfExists(this.file);
			}
			else {
				Files.createDirectories(this.file.toAbsolutePath().getParent());
				Files.write(this.file, this.silent);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
