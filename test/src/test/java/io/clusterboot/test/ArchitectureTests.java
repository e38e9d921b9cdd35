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

import java.io.IOException;
import java.nio.file.Path;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.clusterboot.testing.ApiPackages;
import io.clusterboot.testing.Layers;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages of the module, and which of them is API.
 */
@AnalyzeClasses(packages = "io.clusterboot", importOptions = Layers.MainCode.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule apiExposesNoInternalType = ApiPackages.ofClusterBoot().exposeNoInternalType();

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.clusterboot.(**)").should().beFreeOfCycles();

	/**
	 * What runs in the application must not need what only tests have.
	 */
	@ArchTest
	static final ArchRule workersNeedNoTestFramework = noClasses().that()
		.resideInAPackage("io.clusterboot.test.application..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.junit..", "org.assertj..", "org.springframework.boot.test..", "io.clusterboot.test",
				"io.clusterboot.test.process..", "io.clusterboot.test.control..", "io.clusterboot.test.load..");

	@Test
	void packagesSayWhetherTheyAreInternal() throws IOException {
		assertThat(ApiPackages.ofClusterBoot().wronglyDeclared(Path.of("src", "main", "java"))).isEmpty();
	}

}
