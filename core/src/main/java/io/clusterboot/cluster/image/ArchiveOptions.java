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
package io.clusterboot.cluster.image;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.clusterboot.process.command.JavaCommand;

/**
 * The JVM options on which it depends whether an archive of classes can be used. The JVM
 * that makes the archive gets the same ones.
 *
 * @param values the options, those with a value as two elements
 * @param agents the agents, which the JVM that makes the archive does not get
 * @param linkable whether the JVM accepts classes that are linked in the archive
 */
record ArchiveOptions(List<String> values, List<String> agents, boolean linkable) {

	/**
	 * Options that are followed by their value.
	 */
	private static final Set<String> SEPARATE = Set.of("--add-opens", "--add-exports", "--add-reads", "--add-modules",
			"--enable-native-access");

	private static final List<String> RELEVANT = List.of("--add-", "--enable-", "-XX:+Use", "-XX:-Use",
			"-XX:ObjectAlignmentInBytes=", "-XX:ActiveProcessorCount=", "-XX:+BytecodeVerification",
			"-XX:-BytecodeVerification", "-XX:+UnlockExperimentalVMOptions", "-XX:+UnlockDiagnosticVMOptions",
			"-Xverify", "-Xbootclasspath/a:", "-Djava.system.class.loader=");

	/**
	 * Options with which the JVM uses no archive, or another one.
	 */
	private static final List<String> OBJECTIONS = List.of("-Xshare:", "-XX:SharedArchiveFile=",
			"-XX:ArchiveClassesAtExit=", "-XX:+AutoCreateSharedArchive", "-XX:SharedClassListFile=",
			"-XX:DumpLoadedClassList=", "-XX:AOT", "--patch-module", "--limit-modules", "--upgrade-module-path",
			"--module-path", "-p", "-Xint");

	private static final List<String> AGENTS = List.of("-javaagent:", "-agentlib:", "-agentpath:");

	/**
	 * Options with which the JVM has other modules than the one that makes the archive,
	 * so that it would refuse one with linked classes: management and the recorder add
	 * some.
	 */
	private static final List<String> UNLINKED = List.of("-Dcom.sun.management.", "-XX:+ManagementServer",
			"-XX:StartFlightRecording", "-XX:+FlightRecorder", "--illegal-native-access", "-Djava.system.class.loader=",
			"-Djdk.module.");

	/**
	 * The first Java that accepts all options about modules with linked classes.
	 */
	private static final int FIRST_JAVA_WITH_LINKED_CLASSES = 25;

	private static final String NARROW = "-XX:+UseCompressedOops";

	private static final String WIDE = "-XX:-UseCompressedOops";

	/**
	 * Pick the options out of all options of a worker.
	 * @param environment the environment of the worker
	 * @throws NoImageException if one of them forbids an archive
	 */
	static ArchiveOptions of(JavaCommand command, Map<String, String> environment) throws NoImageException {
		return of(command, environment, HeapPointers::memory);
	}

	static ArchiveOptions of(JavaCommand command, Map<String, String> environment, LongSupplier memory)
			throws NoImageException {
		List<String> values = new ArrayList<>();
		List<String> agents = new ArrayList<>();
		List<String> all = command.options(environment).toList();
		for (Iterator<String> options = all.iterator(); options.hasNext();) {
			String option = options.next();
			requireNoObjection(option);
			if (SEPARATE.contains(option) && options.hasNext()) {
				values.addAll(List.of(option, options.next()));
			}
			else if (RELEVANT.stream().anyMatch(option::startsWith)) {
				values.add(option);
			}
			else if (AGENTS.stream().anyMatch(option::startsWith)) {
				agents.add(option);
			}
		}
		if (command.hasDebugAgent(environment)) {
			throw new NoImageException("a debugger can attach to the workers");
		}
		if (!values.contains(NARROW) && !values.contains(WIDE) && HeapPointers.areWide(all, memory)) {
			values.add(WIDE);
		}
		boolean linkable = agents.isEmpty()
				&& all.stream().noneMatch((option) -> UNLINKED.stream().anyMatch(option::startsWith));
		return new ArchiveOptions(values, agents, linkable);
	}

	private static void requireNoObjection(String option) throws NoImageException {
		if (OBJECTIONS.stream()
			.anyMatch((start) -> start.equals("-p") ? option.equals(start) : option.startsWith(start))) {
			throw new NoImageException("the JVM options have '%s'".formatted(option));
		}
	}

	/**
	 * Return whether the archive has its classes loaded and linked, as the JVM has them
	 * after the start of its class loaders.
	 */
	boolean areLinked(JavaHome java) {
		return this.linkable && java.feature() >= FIRST_JAVA_WITH_LINKED_CLASSES;
	}

	/**
	 * Return the same options for an archive without linked classes.
	 */
	ArchiveOptions unlinked() {
		return new ArchiveOptions(this.values, this.agents, false);
	}

	/**
	 * Return what identifies an archive in its image.
	 */
	String key(JavaHome java) {
		Fingerprint fingerprint = new Fingerprint().add(areLinked(java) ? "archive 1, linked" : "archive 1")
			.add(java.identity());
		this.values.forEach((option) -> fingerprint.add(keyOf(option)));
		this.agents.forEach(fingerprint::add);
		return fingerprint.toHex();
	}

	/**
	 * With one processor the JVM takes another collector; how many there are beyond that
	 * is no difference.
	 */
	private static String keyOf(String option) {
		return (option.startsWith("-XX:ActiveProcessorCount=") && !option.endsWith("=1")) ? "-XX:ActiveProcessorCount>1"
				: option;
	}

}
