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

package io.clusterboot;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The direction of the arrows inside core.
 */
@AnalyzeClasses(packages = "io.clusterboot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.clusterboot.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule masterDoesNotKnowWorker = noClasses().that()
		.resideInAPackage("io.clusterboot.cluster.master..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.clusterboot.cluster.worker..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule workerDoesNotKnowMaster = noClasses().that()
		.resideInAPackage("io.clusterboot.cluster.worker..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.clusterboot.cluster.master..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule arrowsPointOneWay = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.withOptionalLayers(true)
		.layer("handle")
		.definedBy("io.clusterboot.handle..")
		.layer("ipc")
		.definedBy("io.clusterboot.ipc..")
		.layer("process")
		.definedBy("io.clusterboot.process..")
		.layer("cluster")
		.definedBy("io.clusterboot.cluster")
		.layer("scoreboard")
		.definedBy("io.clusterboot.cluster.scoreboard..")
		.layer("scheduling")
		.definedBy("io.clusterboot.cluster.scheduling..")
		.layer("protocol")
		.definedBy("io.clusterboot.cluster.protocol..")
		.layer("master")
		.definedBy("io.clusterboot.cluster.master..")
		.layer("worker")
		.definedBy("io.clusterboot.cluster.worker..")
		.whereLayer("handle")
		.mayNotAccessAnyLayer()
		.whereLayer("ipc")
		.mayOnlyAccessLayers("handle")
		.whereLayer("process")
		.mayOnlyAccessLayers("handle", "ipc")
		.whereLayer("cluster")
		.mayOnlyAccessLayers("handle", "ipc", "process")
		.whereLayer("scoreboard")
		.mayOnlyAccessLayers("handle", "process")
		.whereLayer("scheduling")
		.mayNotAccessAnyLayer()
		.whereLayer("protocol")
		.mayOnlyAccessLayers("handle", "ipc", "process", "cluster")
		.whereLayer("master")
		.mayOnlyAccessLayers("handle", "ipc", "process", "cluster", "protocol", "scoreboard", "scheduling")
		.whereLayer("worker")
		.mayOnlyAccessLayers("handle", "ipc", "process", "cluster", "protocol", "scoreboard");

	@ArchTest
	static final ArchRule springStaysOutside = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

}
