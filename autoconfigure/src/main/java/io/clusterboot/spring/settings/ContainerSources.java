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

import java.util.Collection;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Configurations that declare containers of Testcontainers, as an application has that is
 * started from its tests with {@code SpringApplication.from(...).with(...)}.
 *
 * @param sources the sources of the application
 */
public record ContainerSources(Collection<?> sources) {

	private static final String PACKAGE = "org.testcontainers.";

	private static final String CONTAINER = PACKAGE + "containers.Container";

	private static final String CONNECTION = "org.springframework.boot.testcontainers.service.connection."
			+ "ServiceConnection";

	private static final String IMPORT = "org.springframework.boot.testcontainers.context.ImportTestcontainers";

	/**
	 * Return why the application must not fork.
	 * @return the reason, or {@code null} if there are no containers
	 */
	public @Nullable String obstacle() {
		return this.sources.stream().anyMatch((source) -> source instanceof Class<?> type && declares(type))
				? "each worker would start the containers of Testcontainers that the application is started with"
				: null;
	}

	private static boolean declares(Class<?> source) {
		ClassLoader loader = source.getClassLoader();
		if (!ClassUtils.isPresent(CONTAINER, loader) && !ClassUtils.isPresent(CONNECTION, loader)) {
			return false;
		}
		if (MergedAnnotations.from(source).isPresent(IMPORT)) {
			return true;
		}
		return Stream.of(ReflectionUtils.getAllDeclaredMethods(source))
			.anyMatch((method) -> MergedAnnotations.from(method).isPresent(CONNECTION)
					|| method.getReturnType().getName().startsWith(PACKAGE));
	}

}
