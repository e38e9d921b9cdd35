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

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerLogFiles}.
 */
class WorkerLogFilesTests {

	private final Map<String, Object> configured = new LinkedHashMap<>(
			Map.of("CLUSTER_SLOT", "1", "CLUSTER_UNIQUE_ID", "3"));

	private final Set<Path> takenByOthers = new HashSet<>();

	@Test
	void nothingIsChosenWhereNothingIsConfigured() {
		this.configured.put("server.tomcat.accesslog.prefix", "access");
		this.configured.put("server.jetty.accesslog.filename", "access.log");
		assertThat(files().choose(1)).isEmpty();
		assertThat(files().describe()).isEmpty();
	}

	@Test
	void logFileHasTheSlot() {
		this.configured.put("logging.file.name", "/var/log/app.log");
		assertThat(files().choose(1)).containsExactly(Map.entry("logging.file.name", "/var/log/app-worker-1.log"));
		assertThat(files().describe())
			.contains("Each worker writes log files of its own: /var/log/app-worker-<slot>.log");
	}

	@Test
	void fileOfAnotherProcessIsNotWritten() {
		this.configured.put("logging.file.name", "/var/log/app.log");
		this.takenByOthers.add(Path.of("/var/log/app-worker-1.log"));
		assertThat(files().choose(1)).containsEntry("logging.file.name", "/var/log/app-worker-1-2.log");
		this.takenByOthers.add(Path.of("/var/log/app-worker-1-2.log"));
		assertThat(files().choose(1)).containsEntry("logging.file.name", "/var/log/app-worker-1-3.log");
	}

	@Test
	void directoryIsThatOfTheConfiguredPath() {
		this.configured.put("logging.file.path", "/var/log");
		assertThat(files().choose(0)).containsEntry("logging.file.name", "/var/log/spring-worker-0.log");
	}

	@Test
	void nameThatDiffersInEachProcessStays() {
		this.configured.put("logging.file.name", "${app.log}");
		this.configured.put("app.log", "app-${CLUSTER_SLOT:master}.log");
		assertThat(files().choose(1)).containsEntry("logging.file.name", "app-1.log");
		assertThat(files().describe()).isEmpty();
		this.takenByOthers.add(Path.of("app-1.log"));
		assertThat(files().choose(1)).containsEntry("logging.file.name", "app-1-2.log");
	}

	@Test
	void nameWithThePidIsLeftToTheLoggingSystem() {
		this.configured.put("logging.file.name", "app-${PID}.log");
		assertThat(files().choose(1)).isEmpty();
	}

	@Test
	void nameWithAPidThatIsKnownStays() {
		this.configured.put("logging.file.name", "app-${PID}.log");
		this.configured.put("PID", "4711");
		assertThat(files().choose(1)).containsOnly(Map.entry("logging.file.name", "app-4711.log"));
		assertThat(files().describe()).isEmpty();
	}

	@Test
	void nameThatDependsOnOtherThingsGetsTheSlot() {
		this.configured.put("logging.file.name", "app-${CLUSTER_GENERATION:0}.log");
		assertThat(files().choose(1)).containsEntry("logging.file.name", "app-0-worker-1.log");
	}

	@Test
	void rotatedFilesHaveTheSlotToo() {
		this.configured.put("logging.file.name", "app.log");
		this.configured.put("logging.logback.rollingpolicy.file-name-pattern", "old/app-%d{yyyy-MM-dd}.%i.gz");
		this.configured.put("logging.log4j2.rollingpolicy.file-name-pattern", "${LOG_FILE}.%i");
		this.takenByOthers.add(Path.of("app-worker-1.log"));
		assertThat(files().choose(1)).containsOnly(Map.entry("logging.file.name", "app-worker-1-2.log"), Map
			.entry("logging.logback.rollingpolicy.file-name-pattern", "old/app-worker-1-2-%d{yyyy-MM-dd}.%i.gz"));
	}

	@Test
	void accessLogOfTomcatHasTheSlotWhereWorkersShareItsDirectory() {
		this.configured.put("server.tomcat.accesslog.enabled", "true");
		assertThat(files().choose(1)).isEmpty();
		this.configured.put("server.tomcat.basedir", "/srv/tomcat");
		assertThat(files().choose(1))
			.containsExactly(Map.entry("server.tomcat.accesslog.prefix", "access_log-worker-1"));
		assertThat(files().describe().orElseThrow()).endsWith(": /srv/tomcat/logs/access_log-worker-<slot>");
		this.configured.put("server.tomcat.accesslog.directory", "/var/log");
		this.configured.put("server.tomcat.accesslog.prefix", "access");
		this.takenByOthers.add(Path.of("/var/log/access-worker-1"));
		assertThat(files().choose(1)).containsEntry("server.tomcat.accesslog.prefix", "access-worker-1-2");
	}

	@Test
	void accessLogOfJettyHasTheSlot() {
		this.configured.put("server.jetty.accesslog.enabled", "true");
		assertThat(files().choose(1)).isEmpty();
		this.configured.put("server.jetty.accesslog.filename", "/var/log/access.yyyy_mm_dd.log");
		assertThat(files().choose(1)).containsEntry("server.jetty.accesslog.filename",
				"/var/log/access.yyyy_mm_dd-worker-1.log");
	}

	private WorkerLogFiles files() {
		StandardEnvironment environment = new StandardEnvironment();
		// of this JVM, where Spring Boot may have set PID
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(new MapPropertySource("configured", this.configured));
		ConfigurationPropertySources.attach(environment);
		return new WorkerLogFiles(environment, (file) -> !this.takenByOthers.contains(file));
	}

}
