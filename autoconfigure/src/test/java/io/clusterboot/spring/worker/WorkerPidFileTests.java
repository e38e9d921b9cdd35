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

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerPidFile}, with Boot's writer.
 */
class WorkerPidFileTests {

	@TempDir
	private Path directory;

	private WorkerPidFile workerFile;

	@BeforeEach
	void workerFile() {
		this.workerFile = new WorkerPidFile(this.directory.resolve("worker.pid"));
		Writer.again();
	}

	@AfterEach
	void reset() {
		System.clearProperty(WorkerPidFile.SYSTEM_PROPERTY);
		Writer.again();
	}

	@ParameterizedTest
	@ValueSource(classes = { ApplicationEnvironmentPreparedEvent.class, ApplicationContextInitializedEvent.class,
			ApplicationPreparedEvent.class, ApplicationStartedEvent.class, ApplicationReadyEvent.class })
	void fileOfTheMasterIsLeftAlone(Class<? extends SpringApplicationEvent> trigger) {
		Path given = this.directory.resolve("given.pid");
		Path configured = this.directory.resolve("configured.pid");
		Writer writer = new Writer(given);
		writer.setTriggerEventType(trigger);
		SpringApplication application = new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE)
			.listeners(writer, new Worker(this.workerFile))
			.build();
		application.run("--spring.pid.file=" + configured, "--spring.pidfile=" + configured).close();
		assertThat(given).doesNotExist();
		assertThat(configured).doesNotExist();
		assertThat(this.workerFile.path()).hasContent(Long.toString(ProcessHandle.current().pid()));
	}

	@Test
	void nothingIsWrittenWithoutTheWriter() {
		new SpringApplicationBuilder(Object.class).web(WebApplicationType.NONE)
			.listeners(new Worker(this.workerFile))
			.run()
			.close();
		assertThat(this.workerFile.path()).doesNotExist();
	}

	@Test
	void eachProcessHasItsOwn() {
		assertThat(WorkerPidFile.ofThisProcess().path()).hasParentRaw(Path.of(System.getProperty("java.io.tmpdir")))
			.hasFileName("clusterboot-worker-" + ProcessHandle.current().pid() + ".pid");
	}

	/**
	 * Does what the environment post processor does in a worker, and when.
	 */
	private record Worker(
			WorkerPidFile file) implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			this.file.applyTo(event.getEnvironment());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 10;
		}

	}

	/**
	 * Writes more than once per JVM.
	 */
	private static final class Writer extends ApplicationPidFileWriter {

		Writer(Path file) {
			super(file.toFile());
		}

		static void again() {
			reset();
		}

	}

}
