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

package io.clusterboot.spring.metrics;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.push.PushMeterRegistry;

import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;

/**
 * Tags the meters that this worker sends itself, so that a backend tells those of one
 * worker from those of another. OTLP has an attribute for that instead.
 */
public final class InstanceTag implements MeterRegistryCustomizer<MeterRegistry> {

	/**
	 * The name of the tag.
	 */
	public static final String NAME = "instance";

	private static final String OTLP = "io.micrometer.registry.otlp.";

	/**
	 * Registries that send, too, without the type for it.
	 */
	private static final List<String> SENDERS = List.of("io.micrometer.statsd.", "io.micrometer.graphite.");

	private final String instance;

	/**
	 * Create a new instance.
	 * @param instance the value of the tag
	 */
	public InstanceTag(String instance) {
		this.instance = instance;
	}

	@Override
	public void customize(MeterRegistry registry) {
		String type = registry.getClass().getName();
		if (!type.startsWith(OTLP)
				&& (registry instanceof PushMeterRegistry || SENDERS.stream().anyMatch(type::startsWith))) {
			registry.config().commonTags(NAME, this.instance);
		}
	}

}
