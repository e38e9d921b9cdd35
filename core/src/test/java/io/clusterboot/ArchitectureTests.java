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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.clusterboot.testing.ApiPackages;
import io.clusterboot.testing.Layers;
import io.clusterboot.testing.archfixture.cluster.Exposing;
import io.clusterboot.testing.archfixture.cluster.master.WorkerUser;
import io.clusterboot.testing.archfixture.cluster.worker.Connected;
import io.clusterboot.testing.archfixture.elsewhere.Stray;
import io.clusterboot.testing.archfixture.handle.Descriptor;
import io.clusterboot.testing.archfixture.handle.Upward;
import io.clusterboot.testing.archfixture.ipc.Stream;
import io.clusterboot.testing.archfixture.ipc.framing.Subpackage;
import io.clusterboot.testing.archfixture.process.ForeignLibrary;
import io.clusterboot.testing.archfixture.process.StrayUser;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The layers of core and the packages that are API; and that each rule finds a class that
 * breaks it.
 */
@AnalyzeClasses(packages = "io.clusterboot", importOptions = Layers.MainCode.class)
class ArchitectureTests {

	private static final String FIXTURE = "io.clusterboot.testing.archfixture";

	@ArchTest
	static final ArchRule layersFollowArrows = Layers.ofCore("io.clusterboot").followArrows();

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.clusterboot.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule apiExposesNoInternalType = ApiPackages.ofClusterBoot().exposeNoInternalType();

	@ArchTest
	static final ArchRule librariesAreFew = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.clusterboot..", "java..", "javax.management..", "io.netty..", "org.newsclub.net.unix..",
				"tools.jackson..", "com.fasterxml.jackson.annotation..", "org.slf4j..", "org.jspecify.annotations..");

	@Test
	void packagesSayWhetherTheyAreInternal() throws IOException {
		assertThat(ApiPackages.ofClusterBoot().wronglyDeclared(Path.of("src", "main", "java"))).isEmpty();
	}

	@Test
	void classThatUsesTheLayerAboveIsFound() {
		assertThat(broken(Layers.ofCore(FIXTURE).followArrows(), Upward.class, Stream.class, Descriptor.class))
			.anyMatch((line) -> line.contains("handle.Upward.stream()"))
			.noneMatch((line) -> line.contains("ipc.Stream.descriptor()"));
	}

	@Test
	void masterThatUsesAWorkersClassIsFound() {
		assertThat(broken(Layers.ofCore(FIXTURE).followArrows(), WorkerUser.class, Connected.class))
			.anyMatch((line) -> line.contains("cluster.master.WorkerUser.worker()"));
	}

	@Test
	void classOutsideTheLayersIsFound() {
		assertThat(broken(Layers.ofCore(FIXTURE).followArrows(), Stray.class, Subpackage.class, Descriptor.class))
			.anyMatch((line) -> line.contains("elsewhere.Stray> is not contained"))
			.anyMatch((line) -> line.contains("ipc.framing.Subpackage> is not contained"))
			.noneMatch((line) -> line.contains("handle.Descriptor"));
	}

	@Test
	void dependencyOnAClassOutsideTheLayersIsFound() {
		assertThat(broken(Layers.ofCore(FIXTURE).followArrows(), StrayUser.class, Stray.class))
			.anyMatch((line) -> line.contains("process.StrayUser.stray()"));
	}

	@Test
	void layerWithoutAClassIsFound() {
		assertThat(broken(Layers.ofCore(FIXTURE).followArrows(), Descriptor.class))
			.anyMatch((line) -> line.contains("'ipc' is empty"))
			.noneMatch((line) -> line.contains("'handle' is empty"));
	}

	@Test
	void apiThatExposesAnInternalTypeIsFound() {
		assertThat(broken(new ApiPackages(FIXTURE).exposeNoInternalType(), Exposing.class))
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("Exposing.clocks()", "cluster.loop.Clock");
	}

	@Test
	void libraryThatIsNotListedIsFound() {
		assertThat(broken(librariesAreFew, ForeignLibrary.class))
			.anyMatch((line) -> line.contains("process.ForeignLibrary.awaitility()"));
	}

	@Test
	void packageThatDoesNotSayWhatItIsIsFound() throws IOException {
		assertThat(new ApiPackages(FIXTURE).wronglyDeclared(Path.of("src", "test", "java")))
			.contains(FIXTURE + ".cluster", FIXTURE + ".cluster.loop")
			.doesNotContain(FIXTURE + ".ipc");
	}

	private static List<String> broken(ArchRule rule, Class<?>... types) {
		return rule.evaluate(new ClassFileImporter().importClasses(types)).getFailureReport().getDetails();
	}

}
