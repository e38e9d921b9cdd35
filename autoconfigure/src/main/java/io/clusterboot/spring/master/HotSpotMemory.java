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

package io.clusterboot.spring.master;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of this JVM, which a HotSpot JVM gives back when it is told to. The type
 * needs the module {@code java.management}.
 */
final class HotSpotMemory {

	private static final Logger logger = LoggerFactory.getLogger(HotSpotMemory.class);

	private static final String OPTIONS = "com.sun.management:type=HotSpotDiagnostic";

	private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

	/**
	 * Where options come from that neither the user nor an operator set.
	 */
	private static final Set<String> OF_NOBODY = Set.of("DEFAULT", "ERGONOMIC");

	private static final String TEXT = String.class.getName();

	private static final String RESIDENT = "VmRSS:";

	private static final int KIBI = 1024;

	private final Supplier<MBeanServer> server;

	private final Path process;

	private String before = "";

	/**
	 * Create a new instance.
	 * @param server has the beans through which options of the JVM are set and diagnostic
	 * commands are run
	 * @param process the files of the system about this process
	 */
	HotSpotMemory(Supplier<MBeanServer> server, Path process) {
		this.server = server;
		this.process = process;
	}

	static HotSpotMemory ofThisProcess() {
		return new HotSpotMemory(ManagementFactory::getPlatformMBeanServer, Path.of("/proc/self"));
	}

	/**
	 * Return the steps that give memory back, to be run some seconds apart on one thread:
	 * what a collection frees reaches the system later, and so does what the compilers
	 * used. Options that the user set stay as they are. No step fails.
	 */
	List<Runnable> releaseSteps() {
		return List.of(this::shrinkHeap, this::trimNativeHeap);
	}

	private void shrinkHeap() {
		this.before = usage();
		// The lower one first: it may not exceed the other one
		set("MinHeapFreeRatio", "5");
		set("MaxHeapFreeRatio", "10");
		if (option("UseG1GC", "value").equals("true")) {
			set("G1PeriodicGCInterval", "900000");
		}
		System.gc();
	}

	private void trimNativeHeap() {
		invoke(COMMANDS, "systemTrimNativeHeap");
		logger.debug("Gave back memory of the master: {} before, {} after", this.before, usage());
	}

	private void set(String name, String value) {
		if (OF_NOBODY.contains(option(name, "origin"))) {
			invoke(OPTIONS, "setVMOption", name, value);
		}
	}

	/**
	 * Return what is known of an option, an empty text if there is none of this name.
	 */
	private String option(String name, String key) {
		return (invoke(OPTIONS, "getVMOption", name) instanceof CompositeData option) ? String.valueOf(option.get(key))
				: "";
	}

	private @Nullable Object invoke(String bean, String operation, String... arguments) {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, TEXT);
		try {
			return this.server.get().invoke(new ObjectName(bean), operation, arguments, signature);
		}
		catch (JMException | JMRuntimeException ex) {
			// Another JVM or C library, or a value that does not fit to one of the user
			logger.debug("The JVM does not support {} {}", operation, arguments, ex);
			return null;
		}
	}

	private String usage() {
		Runtime runtime = Runtime.getRuntime();
		OptionalLong resident = resident();
		return "%d of %d MB heap used, %s MB resident".formatted(mebi(runtime.totalMemory() - runtime.freeMemory()),
				mebi(runtime.totalMemory()), resident.isPresent() ? mebi(resident.getAsLong()) : "unknown");
	}

	private static long mebi(long bytes) {
		return bytes / KIBI / KIBI;
	}

	private OptionalLong resident() {
		Path status = this.process.resolve("status");
		if (!Files.isReadable(status)) {
			return OptionalLong.empty();
		}
		try {
			return Files.readAllLines(status, StandardCharsets.ISO_8859_1)
				.stream()
				.filter((line) -> line.startsWith(RESIDENT))
				.mapToLong((line) -> KIBI * Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

}
