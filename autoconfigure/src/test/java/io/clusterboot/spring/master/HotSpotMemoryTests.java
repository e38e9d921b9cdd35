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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link HotSpotMemory}.
 */
class HotSpotMemoryTests {

	private final Options options = new Options();

	private final MBeanServer server = MBeanServerFactory.newMBeanServer();

	@BeforeEach
	void register() throws Exception {
		this.server.registerMBean(this.options, new ObjectName("com.sun.management:type=HotSpotDiagnostic"));
	}

	@Test
	void heapShrinksAndIsCollectedFromTimeToTime() {
		release();
		assertThat(this.options.changes).containsExactly(entry("MinHeapFreeRatio", "5"),
				entry("MaxHeapFreeRatio", "10"), entry("G1PeriodicGCInterval", "900000"));
	}

	@Test
	void anotherCollectorThanG1GetsNoInterval() {
		this.options.set("UseG1GC", "false", "ERGONOMIC");
		release();
		assertThat(this.options.changes).containsOnlyKeys("MinHeapFreeRatio", "MaxHeapFreeRatio");
		this.options.values.remove("UseG1GC");
		release();
		assertThat(this.options.changes).as("in a JVM without G1").doesNotContainKey("G1PeriodicGCInterval");
	}

	@ParameterizedTest
	@ValueSource(strings = { "VM_CREATION", "ENVIRON_VAR", "CONFIG_FILE", "MANAGEMENT", "ATTACH_ON_DEMAND", "OTHER" })
	void whatTheUserSetStays(String origin) {
		this.options.set("MaxHeapFreeRatio", "50", origin);
		this.options.set("G1PeriodicGCInterval", "0", origin);
		release();
		assertThat(this.options.changes).containsOnlyKeys("MinHeapFreeRatio");
	}

	@Test
	void valueThatDoesNotFitToOneOfTheUserIsLeft() {
		this.options.set("MinHeapFreeRatio", "40", "VM_CREATION");
		release();
		assertThat(this.options.changes).containsOnlyKeys("G1PeriodicGCInterval");
	}

	@Test
	void nativeHeapIsTrimmed() throws Exception {
		Commands commands = new Commands();
		this.server.registerMBean(commands, new ObjectName("com.sun.management:type=DiagnosticCommand"));
		release();
		assertThat(commands.trimmed).isEqualTo(1);
	}

	@Test
	void jvmWithoutTheseBeansIsLeft() {
		assertThatNoException().isThrownBy(() -> release(MBeanServerFactory.newMBeanServer()));
	}

	@Test
	void thisJvmHasTheOptionsAndTheCommands() throws Exception {
		MBeanServer own = ManagementFactory.getPlatformMBeanServer();
		CompositeData option = (CompositeData) own.invoke(new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
				"getVMOption", new Object[] { "MaxHeapFreeRatio" }, new String[] { String.class.getName() });
		assertThat(option.get("writeable")).isEqualTo(true);
		assertThat(option.get("origin")).isEqualTo("DEFAULT");
		assertThat(own.getMBeanInfo(new ObjectName("com.sun.management:type=DiagnosticCommand")).getOperations())
			.extracting(MBeanOperationInfo::getName)
			.contains("systemTrimNativeHeap");
	}

	private void release() {
		release(this.server);
	}

	private static void release(MBeanServer server) {
		new HotSpotMemory(() -> server, Path.of("/proc/self")).releaseSteps().forEach(Runnable::run);
	}

	/**
	 * The diagnostic commands of a JVM.
	 */
	public interface CommandsMBean {

		void systemTrimNativeHeap();

	}

	/**
	 * Counts the calls.
	 */
	public static final class Commands implements CommandsMBean {

		private int trimmed;

		@Override
		public void systemTrimNativeHeap() {
			this.trimmed++;
		}

	}

	/**
	 * The options of a JVM.
	 */
	public interface OptionsMXBean {

		Option getVMOption(String name);

		void setVMOption(String name, String value);

	}

	/**
	 * One of them.
	 *
	 * @param value its value
	 * @param origin where the value comes from
	 */
	public record Option(String value, String origin) {

		public String getValue() {
			return this.value;
		}

		public String getOrigin() {
			return this.origin;
		}

	}

	/**
	 * Remembers what is set.
	 */
	public static final class Options implements OptionsMXBean {

		private final Map<String, Option> values = new LinkedHashMap<>();

		private final Map<String, String> changes = new LinkedHashMap<>();

		Options() {
			set("MinHeapFreeRatio", "40", "DEFAULT");
			set("MaxHeapFreeRatio", "70", "DEFAULT");
			set("G1PeriodicGCInterval", "0", "DEFAULT");
			set("UseG1GC", "true", "ERGONOMIC");
		}

		private void set(String name, String value, String origin) {
			this.values.put(name, new Option(value, origin));
		}

		@Override
		public Option getVMOption(String name) {
			Option option = this.values.get(name);
			if (option == null) {
				throw new IllegalArgumentException("VM option \"" + name + "\" does not exist");
			}
			return option;
		}

		@Override
		public void setVMOption(String name, String value) {
			if (name.equals("MaxHeapFreeRatio")
					&& Integer.parseInt(value) < Integer.parseInt(getVMOption("MinHeapFreeRatio").value())) {
				throw new IllegalArgumentException("MaxHeapFreeRatio must not be less than MinHeapFreeRatio");
			}
			set(name, value, "MANAGEMENT");
			this.changes.put(name, value);
		}

	}

}
