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

package io.clusterboot.spring.aot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterOnce;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.scheduling.annotation.EnableAsync;

import static io.clusterboot.cluster.ClusterRole.MASTER;
import static io.clusterboot.cluster.ClusterRole.STANDALONE;
import static io.clusterboot.cluster.ClusterRole.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application that is processed ahead of time has of its beans, in each role.
 */
@ExtendWith(OutputCaptureExtension.class)
class RoleBeansTests {

	private static final String OFF = RoleBeansTests.class.getName() + "$";

	@Test
	void rolesOfEachBeanAreFound() {
		Map<String, Set<ClusterRole>> roles = process(Application.class).roles();
		assertThat(roles).containsEntry("byMethod", Set.of(WORKER))
			.containsEntry("once", Set.of(MASTER, STANDALONE))
			.containsEntry("inNested", Set.of(MASTER))
			.containsEntry(OFF + "OfMaster", Set.of(MASTER))
			.containsEntry("ofMaster", Set.of(MASTER))
			.containsEntry(OFF + "Imported", Set.of(MASTER))
			.containsEntry("imported", Set.of(MASTER))
			.containsEntry("neverThere", Set.of())
			.doesNotContainKeys("everywhere", "importedTwice", "roleBeansTests.Application", "inAll");
	}

	@Test
	void importsThatCannotBeFollowedAreNamed() {
		assertThat(process(Application.class).unfollowed()).isEmpty();
		assertThat(process(Asynchronous.class).unfollowed()).containsExactly(Asynchronous.class.getName());
	}

	@Test
	void processorIsFound() {
		assertThat(AotServices.factories().load(BeanFactoryInitializationAotProcessor.class))
			.hasAtLeastOneElementOfType(RoleBeansProcessor.class);
	}

	@Test
	void contextWithoutRolesHasNothingGenerated() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				Asynchronous.Plain.class)) {
			assertThat(new RoleBeansProcessor().processAheadOfTime(context.getBeanFactory())).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "MASTER, one", "WORKER, one two", "STANDALONE, three", ", three" })
	void beansOfOtherRolesAreRemoved(String role, String expected, CapturedOutput output) {
		new ApplicationContextRunner().withPropertyValues((role != null) ? "cluster.role=" + role : "other=x")
			.withInitializer((context) -> RoleBeans.register((BeanDefinitionRegistry) context.getBeanFactory(),
					List.of("MASTER,WORKER one", "WORKER two", "STANDALONE three", "WORKER notThere", " never"),
					List.of("com.example.Some")))
			.withBean("one", String.class, () -> "one")
			.withBean("two", String.class, () -> "two")
			.withBean("three", String.class, () -> "three")
			.withBean("never", String.class, () -> "never")
			.run((context) -> {
				assertThat(context.getBeansOfType(String.class).keySet())
					.containsExactlyInAnyOrder(expected.split(" "));
				if ("MASTER".equals(role)) {
					assertThat(output).contains("com.example.Some is for some roles of the cluster only")
						.contains("expected: @ConditionalOnClusterRole on them, too");
				}
				else {
					assertThat(output).doesNotContain("com.example.Some");
				}
			});
	}

	private static RoleRestrictions process(Class<?> application) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(application);
			context.refreshForAotProcessing(new RuntimeHints());
			return new RoleRestrictions(context.getBeanFactory());
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ OfMaster.class, ImportedTwice.class })
	static class Application {

		@Bean
		String everywhere() {
			return "everywhere";
		}

		@Bean
		@ConditionalOnClusterRole(WORKER)
		String byMethod() {
			return "method";
		}

		@Bean
		@ConditionalOnClusterOnce
		String once() {
			return "once";
		}

		@Bean
		@ConditionalOnClusterRole({ MASTER, WORKER, STANDALONE })
		String inAll() {
			return "all";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(MASTER)
	@Import({ Imported.class, ImportedTwice.class })
	static class OfMaster {

		@Bean
		static String ofMaster() {
			return "master";
		}

		@Bean
		@ConditionalOnClusterRole(WORKER)
		String neverThere() {
			return "never";
		}

		@Configuration(proxyBeanMethods = false)
		static class Nested {

			@Bean
			String inNested() {
				return "nested";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Imported {

		@Bean
		String imported() {
			return "imported";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImportedTwice {

		@Bean
		String importedTwice() {
			return "imported";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClusterRole(MASTER)
	@EnableAsync
	static class Asynchronous {

		@Configuration(proxyBeanMethods = false)
		static class Plain {

		}

	}

}
