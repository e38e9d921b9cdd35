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

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs a real {@code node} on the {@code PATH}. Where there is none, one
 * line says so, and the tests are skipped.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NodeAvailable.Condition.class)
public @interface NodeAvailable {

	/**
	 * Looks for the executable.
	 */
	final class Condition implements ExecutionCondition {

		private static final AtomicBoolean reported = new AtomicBoolean();

		private static final boolean FOUND = Stream
			.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((directory) -> new File(directory, "node").canExecute());

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (FOUND) {
				return ConditionEvaluationResult.enabled("node is on the PATH");
			}
			if (reported.compareAndSet(false, true)) {
				System.err
					.println("!!! NO node ON THE PATH: THE CONFORMANCE TESTS AGAINST A REAL NODE ARE SKIPPED !!!");
			}
			return ConditionEvaluationResult.disabled("Missing tool: node");
		}

	}

	/**
	 * The scripts.
	 */
	final class Script {

		private Script() {
		}

		public static Path of(String name) {
			try {
				return Path.of(NodeAvailable.class.getResource("/node/" + name).toURI());
			}
			catch (URISyntaxException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
