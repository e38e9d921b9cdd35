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

package io.clusterboot.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * The packages that applications program against, for both modules. Every other package
 * says in its {@code package-info} that it is internal.
 *
 * @param root the package above them, another one in fixtures
 */
public record ApiPackages(String root) {

	/**
	 * The list.
	 */
	private static final List<String> NAMES = List.of("handle", "ipc", "process", "cluster", "cluster.event",
			"cluster.scheduling", "spring", "spring.event", "spring.messaging", "spring.leadership", "test");

	/**
	 * Types of internal packages that applications meet all the same, since an API type
	 * returns them.
	 */
	private static final Set<String> TYPES = Set.of("cluster.launch.WorkerLaunch", "cluster.protocol.AddressType");

	/**
	 * Those of ClusterBoot.
	 */
	public static ApiPackages ofClusterBoot() {
		return new ApiPackages("io.clusterboot");
	}

	/**
	 * Whether a type may appear in the signature of an API type.
	 */
	public DescribedPredicate<JavaClass> types() {
		return DescribedPredicate.describe("API types", this::isApi);
	}

	private boolean isApi(JavaClass type) {
		return hasPackage(type.getPackageName()) || TYPES.contains(type.getName().substring(this.root.length() + 1));
	}

	private boolean hasPackage(String name) {
		return NAMES.stream().anyMatch((api) -> name.equals(this.root + "." + api));
	}

	private boolean isInternal(JavaClass type) {
		JavaClass element = type.getBaseComponentType();
		return element.getPackageName().startsWith(this.root + ".") && !isApi(element);
	}

	/**
	 * Public types of the API packages show no internal type in what is public or
	 * protected.
	 */
	public ArchRule exposeNoInternalType() {
		return classes().that(DescribedPredicate.describe("are API", (type) -> hasPackage(type.getPackageName())))
			.and()
			.arePublic()
			.should(new ArchCondition<>("expose no internal type") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					type.getAllRawInterfaces().stream().filter(ApiPackages.this::isInternal).forEach((other) -> {
						String message = type.getName() + " implements the internal " + other.getName();
						events.add(SimpleConditionEvent.violated(type, message));
					});
					type.getMembers()
						.stream()
						.filter(ApiPackages::isExposed)
						.forEach((member) -> typesOf(member).filter(ApiPackages.this::isInternal).forEach((other) -> {
							String message = member.getFullName() + " exposes the internal " + other.getName();
							events.add(SimpleConditionEvent.violated(member, message));
						}));
				}

			});
	}

	private static boolean isExposed(JavaMember member) {
		return (member.getModifiers().contains(JavaModifier.PUBLIC)
				|| member.getModifiers().contains(JavaModifier.PROTECTED))
				&& !member.getModifiers().contains(JavaModifier.SYNTHETIC);
	}

	private static Stream<JavaClass> typesOf(JavaMember member) {
		if (member instanceof JavaCodeUnit unit) {
			return Stream.concat(unit.getReturnType().getAllInvolvedRawTypes().stream(),
					unit.getParameterTypes().stream().flatMap((type) -> type.getAllInvolvedRawTypes().stream()));
		}
		return (member instanceof JavaField field) ? field.getType().getAllInvolvedRawTypes().stream() : Stream.empty();
	}

	/**
	 * The packages that are on the wrong side: an internal one whose {@code package-info}
	 * does not say so, or an API one whose does.
	 * @param sources a source folder
	 */
	public List<String> wronglyDeclared(Path sources) throws IOException {
		try (Stream<Path> files = Files.walk(sources)) {
			return files.filter((file) -> file.endsWith("package-info.java"))
				.map((file) -> new Declaration(sources.relativize(file.getParent())
					.toString()
					.replace(file.getFileSystem().getSeparator(), "."), read(file)))
				.filter((declaration) -> hasPackage(declaration.name()) == declaration.saysInternal())
				.map(Declaration::name)
				.sorted()
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A package and the text that declares it.
	 */
	private record Declaration(String name, String text) {

		private boolean saysInternal() {
			return this.text.matches("(?s).*Internal:\\s.*");
		}

	}

}
