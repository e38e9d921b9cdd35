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

package io.clusterboot.spring.logging;

import java.util.Map;
import java.util.ServiceLoader;

import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Log4jFields}.
 */
class Log4jFieldsTests {

	@AfterEach
	void forgetTheFields() {
		new LogFields("", "", Map.of()).makeCurrent();
	}

	@Test
	void log4jFindsTheFieldsOfThisProcess() {
		ContextDataProvider provider = ServiceLoader.load(ContextDataProvider.class)
			.stream()
			.map(ServiceLoader.Provider::get)
			.filter(Log4jFields.class::isInstance)
			.findFirst()
			.orElseThrow();
		assertThat(provider.supplyContextData()).isEmpty();
		LogFields.ofMaster().makeCurrent();
		assertThat(provider.supplyContextData()).containsOnly(Map.entry("clusterboot.role", "master"));
	}

}
