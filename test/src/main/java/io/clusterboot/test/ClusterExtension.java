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

package io.clusterboot.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.context.AnnotatedClassFinder;

/**
 * Starts the cluster of a class with {@link ClusterTest @ClusterTest}. JUnit closes it,
 * as it is in the store of the class.
 */
final class ClusterExtension
		implements BeforeAllCallback, BeforeEachCallback, ParameterResolver, TestExecutionExceptionHandler {

	private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		cluster(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		cluster(context).restore(annotation(annotatedClass(context)).workers());
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == TestCluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return cluster(context);
	}

	/**
	 * A failure shows what the cluster has printed, once.
	 */
	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
		if (!String.valueOf(failure.getMessage()).contains(StartedProcesses.LAST_LINES)) {
			failure.addSuppressed(new ClusterOutput(cluster(context).output().tail()));
		}
		throw failure;
	}

	private static TestCluster cluster(ExtensionContext context) {
		Class<?> annotated = annotatedClass(context);
		return Objects.requireNonNull(
				context.getStore(NAMESPACE).computeIfAbsent(annotated, (type) -> start(annotated), TestCluster.class));
	}

	private static TestCluster start(Class<?> testClass) {
		ClusterTest annotation = annotation(testClass);
		TestClusterBuilder builder = annotation.jar().isEmpty() ? TestCluster.of(sources(testClass, annotation))
				: TestCluster.ofJar(Path.of(annotation.jar()));
		return builder.workers(annotation.workers())
			.properties(annotation.properties())
			.jvmOptions(annotation.jvmOptions())
			.timeout(DurationStyle.detectAndParse(annotation.timeout()))
			.start();
	}

	private static Class<?>[] sources(Class<?> testClass, ClusterTest annotation) {
		if (annotation.classes().length > 0) {
			return annotation.classes();
		}
		Class<?> found = new AnnotatedClassFinder(SpringBootConfiguration.class).findFromClass(testClass);
		if (found == null) {
			throw new IllegalStateException(
					"%s: no @SpringBootConfiguration in its package or above (expected: one, or @ClusterTest(classes = …))"
						.formatted(testClass.getName()));
		}
		return new Class<?>[] { found };
	}

	private static ClusterTest annotation(Class<?> testClass) {
		return AnnotationSupport.findAnnotation(testClass, ClusterTest.class).orElseThrow();
	}

	/**
	 * Return the class that has the annotation: that of the test, or one around it.
	 */
	private static Class<?> annotatedClass(ExtensionContext context) {
		List<Class<?>> enclosing = context.getEnclosingTestClasses();
		Class<?> type = context.getRequiredTestClass();
		for (int i = enclosing.size(); type != null; i--) {
			if (AnnotationSupport.isAnnotated(type, ClusterTest.class)) {
				return type;
			}
			type = (i > 0) ? enclosing.get(i - 1) : null;
		}
		throw new IllegalStateException("%s has no @ClusterTest".formatted(context.getRequiredTestClass().getName()));
	}

	/**
	 * Shows the output of the cluster beneath the failure of a test.
	 */
	private static final class ClusterOutput extends RuntimeException {

		private static final long serialVersionUID = 1L;

		ClusterOutput(String tail) {
			super(StartedProcesses.LAST_LINES + tail, null, false, false);
		}

	}

}
