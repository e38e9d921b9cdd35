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

import io.micrometer.core.instrument.push.PushMeterRegistry;

import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;

/**
 * Tags the meters that this worker sends itself, so that a backend tells those of one
 * worker from those of another. OTLP has an attribute for that instead.
 */
public final class InstanceTag implements MeterRegistryCustomizer<PushMeterRegistry> {

	/**
	 * The name of the tag.
	 */
	public static final String NAME = "instance";

	private static final String OTLP = "io.micrometer.registry.otlp.";

	private final String instance;

	/**
	 * Create a new instance.
	 * @param instance the value of the tag
	 */
	public InstanceTag(String instance) {
		this.instance = instance;
	}

	@Override
	public void customize(PushMeterRegistry registry) {
		if (!registry.getClass().getName().startsWith(OTLP)) {
			registry.config().commonTags(NAME, this.instance);
		}
	}

}
