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

package io.clusterboot.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is published, and the build of others.
 */
class PublicationTests {

	private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

	private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(clusterboot-[^<]+)</artifactId>");

	private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

	@Test
	void bomHasEveryModuleThatIsPublished() {
		Set<String> published = MODULE.matcher(Documentation.read("pom.xml"))
			.results()
			.map((match) -> Documentation.read(match.group(1) + "/pom.xml"))
			.filter((pom) -> !pom.contains("<maven.deploy.skip>true"))
			.map((pom) -> names(pom).filter((name) -> !name.equals("clusterboot-parent")).findFirst().orElseThrow())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(names(Documentation.read("bom/pom.xml"))).containsExactlyInAnyOrderElementsOf(published);
	}

	@Test
	void versionIsTheSameEverywhere() {
		String version = version("pom.xml");
		assertThat(version("bom/pom.xml")).isEqualTo(version);
		for (String page : List.of("README.md", "src/docs/getting-started.md")) {
			assertThat(Documentation.read(page)).contains("<artifactId>clusterboot-spring-boot-starter</artifactId>")
				.containsPattern("clusterboot-spring-boot-starter</artifactId>\\s*<version>" + Pattern.quote(version));
		}
		assertThat(Documentation.read("src/docs/getting-started.md")).contains("clusterboot-bom:" + version,
				"clusterboot-spring-boot-starter:" + version);
	}

	@Test
	void bomHasWhatTheParentSaysOfTheProject() {
		for (String element : List.of("url", "organization", "licenses", "developers")) {
			assertThat(element(Documentation.read("bom/pom.xml"), element)).as(element)
				.isEqualTo(element(Documentation.read("pom.xml"), element));
		}
	}

	@Test
	void workflowRunsTheSameCommandOnEachJavaAndProcessor() throws IOException {
		Map<String, Object> verify = jobs().get("verify");
		assertThat(verify).extracting("strategy.matrix.java").isEqualTo(List.of(17, 25));
		assertThat(verify).extracting("strategy.matrix.os").isEqualTo(List.of("ubuntu-latest", "ubuntu-24.04-arm"));
		assertThat(commands(verify)).anySatisfy((command) -> assertThat(command).endsWith(" .ci/run"));
	}

	@Test
	void commandsOfTheWorkflowExist() throws IOException {
		assertThat(jobs().values()).flatExtracting(PublicationTests::commands).allSatisfy((command) -> {
			String program = command.substring(command.lastIndexOf(' ') + 1);
			assertThat(Documentation.REPOSITORY.resolve(program)).isExecutable();
		});
	}

	@Test
	void releaseNotesAreTheSectionOfTheChangelog() throws Exception {
		assertThat(releaseNotes("Unreleased")).startsWith("# ClusterBoot Unreleased\n").contains("### Added");
		assertThat(releaseNotes("0.0.0")).isEqualTo("No section 0.0.0 in CHANGELOG.md\n");
	}

	private static String releaseNotes(String version) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Documentation.REPOSITORY.resolve("src/build/release-notes").toString(),
				version)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	private static Map<String, Map<String, Object>> jobs() throws IOException {
		Path file = Documentation.REPOSITORY.resolve(".github/workflows/ci.yml");
		try (InputStream stream = Files.newInputStream(file)) {
			Map<String, Map<String, Map<String, Object>>> workflow = new Yaml().load(stream);
			return workflow.get("jobs");
		}
	}

	private static List<String> commands(Map<String, Object> job) {
		return ((List<?>) job.get("steps")).stream()
			.map((step) -> ((Map<?, ?>) step).get("run"))
			.filter((command) -> command != null)
			.map(Object::toString)
			.toList();
	}

	private static Stream<String> names(String pom) {
		return ARTIFACT.matcher(pom).results().map((match) -> match.group(1));
	}

	private static String version(String pom) {
		return VERSION.matcher(Documentation.read(pom)).results().findFirst().orElseThrow().group(1);
	}

	private static String element(String pom, String name) {
		return Pattern.compile("(?s)\n\t<" + name + ">.*?</" + name + ">")
			.matcher(pom)
			.results()
			.findFirst()
			.orElseThrow()
			.group();
	}

}
