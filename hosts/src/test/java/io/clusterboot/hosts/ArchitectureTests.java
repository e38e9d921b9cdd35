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

package io.clusterboot.hosts;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the packages of this module.
 */
@AnalyzeClasses(packages = "io.clusterboot.hosts", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final Set<String> CLOCKS = Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone");

	/**
	 * The clocks of two hosts may be an hour apart, and one may be set.
	 */
	@ArchTest
	static final ArchRule nothingReadsTheClockOfTheHost = noClasses().should()
		.callMethodWhere(new DescribedPredicate<JavaMethodCall>("it reads a clock that can be set") {

			@Override
			public boolean test(JavaMethodCall call) {
				return CLOCKS.contains(call.getName());
			}

		});

	@ArchTest
	static final ArchRule packagesHaveNoCircles = slices().matching("io.clusterboot.hosts.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule enginesAreInterchangeable = noClasses().that()
		.resideInAnyPackage("io.clusterboot.hosts.lead", "io.clusterboot.hosts.message", "io.clusterboot.hosts.member",
				"io.clusterboot.hosts")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.clusterboot.hosts.jdbc", "io.clusterboot.hosts.redis",
				"io.clusterboot.hosts.autoconfigure");

}
