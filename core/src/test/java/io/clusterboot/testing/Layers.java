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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * The layers of both modules: one for each package, without its subpackages, and the
 * packages it may use. A class in any other package breaks the rule, and so does a layer
 * without a class.
 */
public final class Layers {

	private final String root;

	private final Map<String, Collection<String>> arrows = new LinkedHashMap<>();

	private Layers(String root) {
		this.root = root;
	}

	/**
	 * The layers of core.
	 * @param root the package above them, another one in fixtures
	 */
	public static Layers ofCore(String root) {
		return new Layers(root).layer("handle")
			.layer("ipc", "handle")
			.layer("process.command")
			.layer("process", "process.command", "ipc", "handle")
			.layer("cluster", "process")
			.layer("cluster.messaging", "cluster.loop")
			.layer("cluster.scheduling")
			.layer("cluster.loop")
			.layer("cluster.protocol", "process")
			.layer("cluster.scoreboard", "process", "handle")
			.layer("cluster.launch", "cluster.loop", "process.command", "process")
			.layer("cluster.event", "cluster.launch", "cluster.protocol", "cluster", "process")
			.layer("cluster.image", "cluster.event", "cluster.launch", "cluster.loop", "cluster", "process.command",
					"process")
			.layer("cluster.control", "cluster.event", "cluster", "process")
			.layer("cluster.service", "cluster.event", "cluster.loop", "cluster")
			.layer("cluster.socket", "cluster.service", "cluster.protocol", "cluster.scheduling", "handle")
			.layer("cluster.handoff", "cluster.event", "cluster.socket", "cluster.scoreboard", "cluster.scheduling",
					"cluster.loop", "cluster.protocol", "ipc", "handle")
			.layer("cluster.worker", "cluster.control", "cluster.messaging", "cluster.protocol", "cluster.scoreboard",
					"process", "ipc", "handle")
			.layerOnAllBut("cluster.worker", "cluster.master");
	}

	/**
	 * The layers of core, and those of the auto-configuration on top.
	 * @param root the package above them, another one in fixtures
	 */
	public static Layers ofAutoConfiguration(String root) {
		return ofCore(root).layer("spring", "cluster")
			.layer("spring.messaging", "spring")
			.layer("spring.bus", "spring.messaging", "cluster.messaging")
			.layer("spring.leadership")
			.layer("spring.lifecycle")
			.layer("spring.leader", "spring.leadership", "spring.lifecycle", "cluster.messaging", "cluster.scoreboard",
					"cluster.loop")
			.layer("spring.cache", "cluster.messaging")
			.layer("spring.aot", "spring", "cluster")
			.layer("spring.event", "cluster.event", "cluster.protocol", "cluster", "process", "ipc")
			.layer("spring.settings", "cluster.master", "cluster.control", "cluster.handoff", "cluster.image",
					"cluster.launch", "cluster.scheduling", "process.command", "process", "handle")
			.layer("spring.logging", "spring.settings")
			.layer("spring.warmup", "spring.settings")
			.layer("spring.drain", "spring.warmup", "cluster.scoreboard")
			.layer("spring.netty", "spring.settings", "cluster.worker", "cluster.scoreboard", "cluster.scheduling",
					"cluster.protocol", "ipc", "handle")
			.layer("spring.nio", "spring.netty", "cluster.worker", "handle")
			.layer("spring.page", "spring.drain", "cluster.control", "cluster")
			.layer("spring.tomcat", "spring.nio", "spring.drain", "spring.warmup", "cluster.worker")
			.layer("spring.jetty", "spring.nio", "spring.drain", "spring.warmup", "cluster.worker")
			.layer("spring.worker", "spring.tomcat", "spring.jetty", "spring.nio", "spring.netty", "spring.drain",
					"spring.warmup", "spring.logging", "spring.settings", "spring", "cluster.worker", "cluster.control",
					"cluster.scoreboard", "cluster", "process", "handle")
			.layer("spring.master", "spring.lifecycle", "spring.messaging", "spring.event", "spring.settings", "spring",
					"cluster.master", "cluster.control", "cluster.image", "cluster.launch", "cluster.loop",
					"cluster.handoff", "cluster.service", "cluster.scheduling", "cluster.event", "cluster", "process",
					"handle")
			.layer("spring.command", "cluster.control", "cluster")
			.layer("spring.actuator", "cluster.control", "cluster.scoreboard", "cluster")
			.layer("spring.metrics", "spring.event", "spring.settings", "cluster.messaging", "cluster")
			.layer("spring.endpoint", "cluster.loop", "cluster.messaging")
			.layer("autoconfigure", "spring.leader", "spring.leadership", "spring.cache", "spring.bus",
					"spring.messaging", "spring.endpoint", "spring.metrics", "cluster.messaging", "spring.actuator",
					"spring.command", "spring.page", "spring.master", "spring.worker", "spring.netty", "spring.drain",
					"spring.warmup", "spring.logging", "spring.settings", "spring.event", "spring", "cluster.control",
					"cluster.master", "cluster.scoreboard", "cluster.worker", "cluster.handoff", "cluster.launch",
					"cluster.event", "cluster.scheduling", "cluster", "process.command", "process", "handle");
	}

	private Layers layer(String name, String... used) {
		this.arrows.put(name, List.of(used));
		return this;
	}

	private Layers layerOnAllBut(String unused, String name) {
		Collection<String> used = new LinkedHashSet<>(this.arrows.keySet());
		used.remove(unused);
		this.arrows.put(name, used);
		return this;
	}

	/**
	 * Every class is in a layer, and every dependency on a class of ours follows an
	 * arrow.
	 */
	public ArchRule followArrows() {
		LayeredArchitecture architecture = layeredArchitecture()
			.consideringOnlyDependenciesInAnyPackage(this.root + "..")
			.withOptionalLayers(false);
		for (String name : this.arrows.keySet()) {
			architecture = architecture.layer(name).definedBy(this.root + "." + name);
		}
		for (Map.Entry<String, Collection<String>> arrow : this.arrows.entrySet()) {
			architecture = arrow.getValue().isEmpty() ? architecture.whereLayer(arrow.getKey()).mayNotAccessAnyLayer()
					: architecture.whereLayer(arrow.getKey())
						.mayOnlyAccessLayers(arrow.getValue().toArray(String[]::new));
		}
		return architecture.ensureAllClassesAreContainedInArchitecture();
	}

	/**
	 * Leaves out tests, also those that core packages for other modules.
	 */
	public static final class MainCode implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/test-classes/") && !location.contains("/io/clusterboot/testing/");
		}

	}

}
