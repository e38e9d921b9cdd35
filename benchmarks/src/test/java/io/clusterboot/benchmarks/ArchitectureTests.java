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

package io.clusterboot.benchmarks;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * The arrows between the packages of the suite.
 */
class ArchitectureTests {

	private static final String ROOT = "io.clusterboot.benchmarks.";

	private static JavaClasses suite;

	@BeforeAll
	static void read() {
		suite = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.clusterboot.benchmarks");
	}

	@ParameterizedTest
	@CsvSource({ "row, ''", "process, ''", "load, ''", "application, ''", "servlet, ''", "bench, row process",
			"report, bench row", "peer, bench load process" })
	void packageKnowsOnly(String name, String others) {
		assertArrows(name, others.split(" "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "memory", "http", "tomcat", "warmup", "replace", "off", "scale", "ipc" })
	void familyKnowsNoOtherFamily(String name) {
		assertArrows(name, "bench", "load", "peer", "process", "row");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application", "servlet" })
	void applicationUsesNothingOfOurs(String name) {
		classes().that()
			.resideInAPackage(ROOT + name)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + name, "java..", "org.springframework..", "reactor..", "org.jspecify..")
			.check(suite);
	}

	@Test
	void packagesMakeNoCircle() {
		SlicesRuleDefinition.slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(suite);
	}

	private static void assertArrows(String name, String... others) {
		List<String> not = suite.stream()
			.map((type) -> type.getPackageName())
			.distinct()
			.filter((found) -> !found.equals(ROOT + name) && !List.of(others).contains(found.replace(ROOT, "")))
			.toList();
		classes().that()
			.resideInAPackage(ROOT + name)
			.should()
			.onlyDependOnClassesThat()
			.resideOutsideOfPackages(not.toArray(String[]::new))
			.check(suite);
	}

}
