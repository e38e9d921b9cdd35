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

import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContainerSources}, with types that are not on the class path.
 */
class ContainerSourcesTests {

	@Test
	void containersOfASourceAreAnObstacle() {
		Class<?> container = load(new ByteBuddy().makeInterface().name("org.testcontainers.containers.Container"),
				getClass().getClassLoader());
		Class<?> source = load(new ByteBuddy().subclass(Object.class)
			.name("example.Containers")
			.defineMethod("database", container, Visibility.PUBLIC)
			.intercept(FixedValue.nullValue()), container.getClassLoader());
		assertThat(new ContainerSources(List.of(getClass(), source)).obstacle()).contains("Testcontainers");
	}

	@Test
	void serviceConnectionsAndImportsAreAnObstacle() {
		Class<? extends Annotation> connection = annotation(
				"org.springframework.boot.testcontainers.service.connection.ServiceConnection",
				getClass().getClassLoader());
		Class<?> source = load(
				new ByteBuddy().subclass(Object.class)
					.name("example.Connections")
					.defineMethod("database", Object.class, Visibility.PUBLIC)
					.intercept(FixedValue.nullValue())
					.annotateMethod(AnnotationDescription.Builder.ofType(connection).build()),
				connection.getClassLoader());
		assertThat(new ContainerSources(List.of(source)).obstacle()).isNotNull();
		Class<? extends Annotation> imports = annotation(
				"org.springframework.boot.testcontainers.context.ImportTestcontainers", connection.getClassLoader());
		Class<?> importing = load(new ByteBuddy().subclass(Object.class)
			.name("example.Imports")
			.annotateType(AnnotationDescription.Builder.ofType(imports).build()), imports.getClassLoader());
		assertThat(new ContainerSources(List.of(importing)).obstacle()).isNotNull();
	}

	@Test
	void otherSourcesAreNone() {
		assertThat(new ContainerSources(List.of(getClass(), "classpath:beans.xml")).obstacle()).isNull();
	}

	private static Class<? extends Annotation> annotation(String name, ClassLoader parent) {
		return load(new ByteBuddy().makeAnnotation()
			.name(name)
			.annotateType(AnnotationDescription.Builder.ofType(Retention.class)
				.define("value", RetentionPolicy.RUNTIME)
				.build()), parent)
			.asSubclass(Annotation.class);
	}

	private static Class<?> load(DynamicType.Builder<?> type, ClassLoader parent) {
		return type.make().load(parent, ClassLoadingStrategy.Default.WRAPPER).getLoaded();
	}

}
