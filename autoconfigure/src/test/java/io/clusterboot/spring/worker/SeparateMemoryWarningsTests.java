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

package io.clusterboot.spring.worker;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeparateMemoryWarnings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeparateMemoryWarningsTests {

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void warnsOfCachesAndSaysHowTheyAgree(CapturedOutput output) {
		this.beans.registerSingleton("cacheManager", new ConcurrentMapCacheManager());
		warnings(false).warn(this.beans, this.environment);
		assertThat(output).contains("in the bean 'cacheManager'", "cluster.cache.evict-broadcast=true",
				"cluster.warnings.silence=cache");
	}

	@Test
	void cachesThatAgreeAreFine(CapturedOutput output) {
		this.beans.registerSingleton("cacheManager", new ConcurrentMapCacheManager());
		warnings(true).warn(this.beans, this.environment);
		warnings(false, "Cache").warn(this.beans, this.environment);
		assertThat(output).doesNotContain("cacheManager");
	}

	@Test
	void warnsOfAFileOfH2(CapturedOutput output) {
		this.environment.setProperty("spring.datasource.url", "jdbc:h2:./data/orders");
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).contains("a file of an H2 database", "AUTO_SERVER=TRUE");
	}

	@Test
	void otherDatabasesAreFine(CapturedOutput output) {
		for (String url : List.of("jdbc:h2:mem:orders", "jdbc:h2:tcp://localhost/orders",
				"jdbc:h2:./orders;AUTO_SERVER=TRUE", "jdbc:postgresql://localhost/orders")) {
			this.environment.setProperty("spring.datasource.url", url);
			warnings(true).warn(this.beans, this.environment);
		}
		assertThat(output).doesNotContain("H2");
	}

	private static SeparateMemoryWarnings warnings(boolean evictionsBroadcast, String... silenced) {
		return new SeparateMemoryWarnings(true, evictionsBroadcast, List.of(silenced));
	}

}
