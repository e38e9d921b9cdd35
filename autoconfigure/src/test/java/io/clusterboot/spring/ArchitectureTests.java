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

package io.clusterboot.spring;

import java.lang.reflect.AccessibleObject;
import java.nio.file.Path;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What the auto-configuration may see of core, and the form of auto-configurations. That
 * only public types and members of core are used is the compiler's business, as long as
 * no package is split and nothing is made accessible.
 */
@AnalyzeClasses(packages = "io.clusterboot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("io.clusterboot..")
		.and(DescribedPredicate.not(resideInAPackage("io.clusterboot.spring..")))
		.as("core");

	private static final DescribedPredicate<JavaClass> API_OF_CORE = CORE
		.and(resideInAnyPackage("io.clusterboot.cluster..", "io.clusterboot.process..", "io.clusterboot.ipc..",
				"io.clusterboot.handle.."))
		.as("the API of core");

	@ArchTest
	static void noPackageIsSplitWithCore(JavaClasses ignored) {
		JavaClasses own = new ClassFileImporter().importPath(Path.of("target/classes"));
		classes().should().resideInAPackage("io.clusterboot.spring..").allowEmptyShould(true).check(own);
	}

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.clusterboot.spring.(**)")
		.should()
		.beFreeOfCycles()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule coreIsUsedThroughItsPackages = noClasses().that()
		.resideInAPackage("io.clusterboot.spring..")
		.should()
		.dependOnClassesThat(CORE.and(DescribedPredicate.not(API_OF_CORE)).as("the rest of core"))
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule nothingIsMadeAccessible = noClasses().that()
		.resideInAPackage("io.clusterboot.spring..")
		.should()
		.callMethodWhere(target(owner(assignableTo(AccessibleObject.class))).and(target(name("setAccessible"))))
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL)
		.allowEmptyShould(true);

}
