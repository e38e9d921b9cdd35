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

package io.clusterboot.spring.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.Delimiter;

/**
 * The settings of worker processes. A setting that is not set is that of the master.
 */
public class WorkerProperties {

	/**
	 * Path of the java executable. Defaults to the master's.
	 */
	private @Nullable Path java;

	/**
	 * JVM options added after the master's own. In one text they are separated by white
	 * space or by commas, each before a "-".
	 */
	@Delimiter(Delimiter.NONE)
	private List<String> jvmArgs = new ArrayList<>();

	/**
	 * JVM options of the master that workers do not get: each that starts like one of
	 * these, such as "-javaagent:" or "-Xlog:gc:file=".
	 */
	@Delimiter(Delimiter.NONE)
	private List<String> excludedJvmArgs = new ArrayList<>();

	/**
	 * Environment variables added to the master's own.
	 */
	private Map<String, String> environment = new LinkedHashMap<>();

	/**
	 * Application arguments in place of the master's own.
	 */
	@Delimiter(Delimiter.NONE)
	private @Nullable List<String> arguments;

	/**
	 * Fully qualified main class. Defaults to that of the master.
	 */
	private @Nullable String mainClass;

	/**
	 * Working directory. Defaults to the master's.
	 */
	private @Nullable Path workingDirectory;

	/**
	 * Number of processors a worker uses, and of its event loops (at least 2), or "auto"
	 * for an equal share, at least 1. Ignored when the JVM options already set it.
	 */
	private String cpus = "auto";

	/**
	 * Maximum heap of a worker, such as 512MB or 512m, or "auto" for an equal share of
	 * the heap one JVM would take. Ignored when the JVM options already set it.
	 */
	private String maxHeap = "auto";

	/**
	 * Slot whose worker waits for a debugger before it starts, if the JVM options have a
	 * debug agent. No worker waits when unset.
	 */
	private @Nullable Integer debugSlot;

	/**
	 * Largest number of open connections of a worker. Unlimited when unset.
	 */
	private @Nullable Long maxConnections;

	/**
	 * Program and arguments that workers run in place of the application, such as "node,
	 * server.js". The program has to speak the cluster protocol of Node.
	 */
	private List<String> command = new ArrayList<>();

	/**
	 * Images that workers start from.
	 */
	@NestedConfigurationProperty
	private final ImageProperties image = new ImageProperties();

	/**
	 * Settings of single slots, by their number, from 0.
	 */
	private final Map<Integer, WorkerSlotProperties> slots = new LinkedHashMap<>();

	public @Nullable Path getJava() {
		return this.java;
	}

	public void setJava(@Nullable Path java) {
		this.java = java;
	}

	public List<String> getJvmArgs() {
		return this.jvmArgs;
	}

	public void setJvmArgs(List<String> jvmArgs) {
		this.jvmArgs = jvmArgs;
	}

	public List<String> getExcludedJvmArgs() {
		return this.excludedJvmArgs;
	}

	public void setExcludedJvmArgs(List<String> excludedJvmArgs) {
		this.excludedJvmArgs = excludedJvmArgs;
	}

	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	public void setEnvironment(Map<String, String> environment) {
		this.environment = environment;
	}

	public @Nullable List<String> getArguments() {
		return this.arguments;
	}

	public void setArguments(@Nullable List<String> arguments) {
		this.arguments = arguments;
	}

	public @Nullable String getMainClass() {
		return this.mainClass;
	}

	public void setMainClass(@Nullable String mainClass) {
		this.mainClass = mainClass;
	}

	public @Nullable Path getWorkingDirectory() {
		return this.workingDirectory;
	}

	public void setWorkingDirectory(@Nullable Path workingDirectory) {
		this.workingDirectory = workingDirectory;
	}

	public String getCpus() {
		return this.cpus;
	}

	public void setCpus(String cpus) {
		this.cpus = cpus;
	}

	public String getMaxHeap() {
		return this.maxHeap;
	}

	public void setMaxHeap(String maxHeap) {
		this.maxHeap = maxHeap;
	}

	public @Nullable Integer getDebugSlot() {
		return this.debugSlot;
	}

	public void setDebugSlot(@Nullable Integer debugSlot) {
		this.debugSlot = debugSlot;
	}

	public @Nullable Long getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Long maxConnections) {
		this.maxConnections = maxConnections;
	}

	public List<String> getCommand() {
		return this.command;
	}

	public void setCommand(List<String> command) {
		this.command = command;
	}

	public ImageProperties getImage() {
		return this.image;
	}

	public Map<Integer, WorkerSlotProperties> getSlots() {
		return this.slots;
	}

}
