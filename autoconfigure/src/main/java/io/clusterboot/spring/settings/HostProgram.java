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

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;

/**
 * The program that this JVM was started for, if it is not the application but one that
 * calls it: a test runner or a build tool. Its command line would start that program
 * again and not a worker.
 *
 * @param obstacle why the application must not fork, {@code null} if this JVM was started
 * for the application itself
 */
public record HostProgram(@Nullable String obstacle) {

	/**
	 * Nothing but the application.
	 */
	public static final HostProgram NONE = new HostProgram(null);

	/**
	 * Starts of the names of main classes.
	 */
	private static final List<String> PROGRAMS = List.of("org.apache.maven.surefire.", "worker.org.gradle.",
			"org.gradle.", "com.intellij.rt.junit.", "com.intellij.rt.testng.", "com.intellij.rt.execution.junit.",
			"org.eclipse.jdt.internal.junit.", "com.microsoft.java.test.", "org.netbeans.modules.junit.", "org.junit.",
			"junit.", "org.testng.", "io.cucumber.", "org.scalatest.", "sbt.ForkMain",
			"com.google.testing.junit.runner.", "org.apache.tools.ant.", "org.codehaus.plexus.classworlds.launcher.",
			"org.pitest.", "jdk.jshell.", "jdk.internal.jshell.");

	/**
	 * Starts of the names of classes that call tests.
	 */
	private static final List<String> TEST_FRAMEWORKS = List.of("org.junit.", "junit.framework.", "org.testng.",
			"io.cucumber.", "org.spockframework.", "io.kotest.", "org.scalatest.");

	/**
	 * Find the program that calls the application on this thread.
	 * @return the program
	 */
	public static HostProgram ofThisProcess() {
		JavaCommand command;
		try {
			command = JavaCommand.ofThisProcess();
		}
		catch (IllegalStateException | IllegalArgumentException | UncheckedIOException ex) {
			return new HostProgram("workers could not be started the way this JVM was (%s)".formatted(ex.getMessage()));
		}
		return StackWalker.getInstance()
			.walk((frames) -> of(command, frames.map(StackWalker.StackFrame::getClassName)));
	}

	/**
	 * Find the program.
	 * @param command the command line of the JVM
	 * @param callers the names of the classes that call the application
	 */
	static HostProgram of(JavaCommand command, Stream<String> callers) {
		String mainClass = mainClass(command);
		if (startsWithOneOf(mainClass, PROGRAMS)) {
			return new HostProgram("the command line of this JVM starts %s, not the application".formatted(mainClass));
		}
		return callers.filter((caller) -> startsWithOneOf(caller, TEST_FRAMEWORKS))
			.findFirst()
			.map((caller) -> new HostProgram("a test calls the application (%s)".formatted(caller)))
			.orElse(NONE);
	}

	private static String mainClass(JavaCommand command) {
		try {
			return command.mainClass().orElse("");
		}
		catch (UncheckedIOException ex) {
			// A jar that was replaced since the start
			return "";
		}
	}

	private static boolean startsWithOneOf(String name, List<String> starts) {
		return starts.stream().anyMatch(name::startsWith);
	}

}
