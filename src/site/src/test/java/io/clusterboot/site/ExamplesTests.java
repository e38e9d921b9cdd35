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
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java examples of all pages compile. Those of {@code processes.md} are run, too, in
 * the module core.
 */
class ExamplesTests {

	private static final Set<String> TESTED_IN_CORE = Set.of("processes.md");

	/**
	 * What pages leave out.
	 */
	private static final String IMPORTS = """
			import io.clusterboot.cluster.*;
			import io.clusterboot.cluster.event.*;
			import io.clusterboot.cluster.scheduling.*;
			import io.clusterboot.handle.*;
			import io.clusterboot.ipc.*;
			import io.clusterboot.process.*;
			import io.clusterboot.spring.*;
			import io.clusterboot.spring.event.*;
			import io.clusterboot.spring.leadership.*;
			import io.clusterboot.spring.messaging.*;
			import io.clusterboot.test.*;
			import java.math.BigDecimal;
			import java.nio.file.Path;
			import java.time.Duration;
			import java.util.List;
			import java.util.Map;
			import java.util.concurrent.*;
			import org.apache.catalina.connector.Connector;
			import org.junit.jupiter.api.*;
			import org.slf4j.*;
			import org.springframework.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.*;
			import org.springframework.scheduling.annotation.*;
			import org.springframework.stereotype.*;
			import reactor.netty.*;
			import reactor.netty.udp.*;
			import static org.assertj.core.api.Assertions.*;
			""";

	/**
	 * What pages take for granted.
	 */
	private static final String GIVEN = """
			interface Statistics {
				void count(String text);
			}
			""";

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:public |final )*(?:class|interface|record) (\\w+)");

	private static final Pattern METHOD = Pattern.compile("(?m)^(?:@\\w+|public |static |[A-Z]\\w+ \\w+\\().*");

	private static final Pattern RECORD = Pattern.compile("(?:@\\w+(?:\\(.*\\))?\\s+)*record ");

	@TempDir
	Path classes;

	@TestFactory
	Stream<DynamicTest> examplesCompile() throws IOException {
		return Documentation.pages()
			.stream()
			.filter((page) -> !TESTED_IN_CORE.contains(page.getFileName().toString()))
			.flatMap(this::examplesOf);
	}

	private Stream<DynamicTest> examplesOf(Path page) {
		try {
			List<String> examples = Documentation.blocks(page)
				.stream()
				.filter((block) -> block.language().equals("java"))
				.map((block) -> block.text())
				.toList();
			return IntStream.range(0, examples.size())
				.mapToObj((i) -> exampleOf(page, examples.get(i), recordsOf(examples.subList(0, i))));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private DynamicTest exampleOf(Path page, String example, String records) {
		return DynamicTest.dynamicTest(page.getFileName() + ": " + example.lines().limit(3).toList(),
				() -> assertThat(errors(example, records)).as(example).isEmpty());
	}

	/**
	 * Return the examples that are records, which later ones of the page may use.
	 */
	private static String recordsOf(List<String> examples) {
		return examples.stream()
			.filter((example) -> RECORD.matcher(example).lookingAt())
			.collect(Collectors.joining("\n"));
	}

	private String errors(String example, String records) {
		StringWriter errors = new StringWriter();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		compiler
			.getTask(errors, null, null, List.of("-d", this.classes.toString(), "-proc:none", "-classpath",
					System.getProperty("java.class.path")), null, List.of(source(example, records)))
			.call();
		return errors.toString();
	}

	private static JavaFileObject source(String example, String records) {
		Matcher type = TYPE.matcher(example);
		boolean named = type.find();
		if (example.startsWith("package ")) {
			return new Source(type.group(1), example);
		}
		if (named) {
			return new Source("Example", IMPORTS + GIVEN + records + example);
		}
		String body = METHOD.matcher(example).lookingAt() && !example.startsWith("new ") ? example
				: "Object example() { return " + example + "}";
		return new Source("Example", IMPORTS + GIVEN + records + "class Example {\n" + body + "}\n");
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
