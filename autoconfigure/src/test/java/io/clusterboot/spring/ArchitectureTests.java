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

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.clusterboot.spring.testing.archfixture.autoconfigure.OpenAutoConfiguration;
import io.clusterboot.spring.testing.archfixture.spring.Opener;
import io.clusterboot.spring.testing.archfixture.spring.netty.Transport;
import io.clusterboot.spring.testing.archfixture.spring.settings.TransportUser;
import io.clusterboot.spring.testing.archfixture.spring.undertow.Stray;
import io.clusterboot.testing.ApiPackages;
import io.clusterboot.testing.Layers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The layers of both modules, the packages that are API, and the form of
 * auto-configurations; and that each rule finds a class that breaks it. The compiler
 * ensures that only public types and members of core are used, as long as no package is
 * split and nothing is made accessible.
 */
@AnalyzeClasses(packages = "io.clusterboot", importOptions = Layers.MainCode.class)
class ArchitectureTests {

	private static final String FIXTURE = "io.clusterboot.spring.testing.archfixture";

	private static final String[] OWN = { "io.clusterboot.autoconfigure..", "io.clusterboot.spring.." };

	private static final Path DOCUMENTATION = Path.of("..", "src", "docs");

	private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)[^`\\n]*`");

	@ArchTest
	static final ArchRule layersFollowArrows = Layers.ofAutoConfiguration("io.clusterboot").followArrows();

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.clusterboot.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule apiExposesNoInternalType = ApiPackages.ofClusterBoot().exposeNoInternalType();

	@ArchTest
	static final ArchRule nothingIsMadeAccessible = noClasses().that()
		.resideInAnyPackage(OWN)
		.should()
		.callMethodWhere(target(owner(assignableTo(AccessibleObject.class))).and(target(name("setAccessible"))));

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static void noPackageIsSplitWithCore(JavaClasses ignored) {
		JavaClasses own = new ClassFileImporter().importPath(Path.of("target/classes"));
		classes().should().resideInAnyPackage(OWN).check(own);
	}

	@ArchTest
	static void documentationNamesApiTypesOnly(JavaClasses classes) throws IOException {
		for (String page : List.of("configuration", "scheduling", "servlet-containers", "supervision", "operations",
				"processes", "node-workers", "command-line", "actuator", "logging", "metrics", "getting-started",
				"is-it-for-me", "events", "messaging", "leadership", "production-checklist", "node-map",
				"architecture")) {
			assertThat(internalTypesIn(DOCUMENTATION.resolve(page + ".md"), classes)).as(page).isEmpty();
		}
		assertThat(internalTypesIn(Path.of("..", "README.md"), classes)).as("README").isEmpty();
	}

	@Test
	void packagesSayWhetherTheyAreInternal() throws IOException {
		assertThat(ApiPackages.ofClusterBoot().wronglyDeclared(Path.of("src", "main", "java"))).isEmpty();
	}

	@Test
	void classThatUsesTheLayerAboveIsFound() {
		assertThat(broken(Layers.ofAutoConfiguration(FIXTURE).followArrows(), TransportUser.class, Transport.class))
			.anyMatch((line) -> line.contains("settings.TransportUser.transport()"));
	}

	@Test
	void classOutsideTheLayersIsFound() {
		assertThat(broken(Layers.ofAutoConfiguration(FIXTURE).followArrows(), Stray.class, Transport.class))
			.anyMatch((line) -> line.contains("undertow.Stray> is not contained"))
			.noneMatch((line) -> line.contains("netty.Transport"));
	}

	@Test
	void callThatMakesAccessibleIsFound() {
		assertThat(broken(nothingIsMadeAccessible, Opener.class)).hasSize(1);
	}

	@Test
	void autoConfigurationThatIsNotFinalIsFound() {
		assertThat(broken(autoConfigurationsAreFinal, OpenAutoConfiguration.class)).hasSize(1);
	}

	@Test
	void internalTypeInTheDocumentationIsFound(@TempDir Path directory) throws IOException {
		Path page = Files.writeString(directory.resolve("page.md"),
				"A `TransportUser` and a `Transport.close()`, Transport and `Opener`");
		JavaClasses classes = new ClassFileImporter().importClasses(TransportUser.class, Transport.class, Opener.class);
		assertThat(internalTypesIn(page, classes, new ApiPackages(FIXTURE))).containsExactly("Transport",
				"TransportUser");
	}

	private static Set<String> internalTypesIn(Path page, JavaClasses classes) throws IOException {
		return internalTypesIn(page, classes, ApiPackages.ofClusterBoot());
	}

	private static Set<String> internalTypesIn(Path page, JavaClasses classes, ApiPackages api) throws IOException {
		Set<String> internal = classes.that(not(api.types()))
			.stream()
			.map(JavaClass::getSimpleName)
			.collect(Collectors.toSet());
		return CODE.matcher(Files.readString(page))
			.results()
			.map((match) -> match.group(1))
			.filter(internal::contains)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<String> broken(ArchRule rule, Class<?>... types) {
		return rule.evaluate(new ClassFileImporter().importClasses(types)).getFailureReport().getDetails();
	}

}
