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

import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationsRule}.
 */
class MigrationsRuleTests {

	private static final String FLYWAY = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

	private final MockEnvironment environment = new MockEnvironment();

	private final ClassLoader classLoader = getClass().getClassLoader();

	@Test
	void applicationThatChangesNoSchemaIsNotHeldUp() {
		assertThat(auto()).isFalse();
		assertThat(MigrationsRule.FIRST.firstAlone(this.environment, this.classLoader)).isTrue();
	}

	@Test
	void toolOnTheClassPathCounts() {
		Predicate<String> withFlyway = FLYWAY::equals;
		assertThat(MigrationsRule.AUTO.firstAlone(this.environment, withFlyway)).isTrue();
		assertThat(MigrationsRule.ALL.firstAlone(this.environment, withFlyway)).isFalse();
		this.environment.setProperty("spring.flyway.enabled", "false");
		assertThat(MigrationsRule.AUTO.firstAlone(this.environment, withFlyway)).isFalse();
	}

	@Test
	void scriptsCountUnlessTheyAreForAnEmbeddedDatabase() {
		this.environment.setProperty("spring.sql.init.mode", "always");
		assertThat(auto()).isTrue();
		this.environment.setProperty("spring.sql.init.mode", "embedded");
		assertThat(auto()).isFalse();
	}

	@Test
	void ddlThatIsConfiguredCounts() {
		this.environment.setProperty("spring.jpa.hibernate.ddl-auto", "Update");
		assertThat(auto()).isTrue();
		this.environment.setProperty("spring.jpa.hibernate.ddl-auto", "validate");
		assertThat(auto()).isFalse();
	}

	private boolean auto() {
		return MigrationsRule.AUTO.firstAlone(this.environment, this.classLoader);
	}

}
