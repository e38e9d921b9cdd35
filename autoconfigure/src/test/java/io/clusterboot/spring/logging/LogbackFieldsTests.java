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
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogbackFields}.
 */
class LogbackFieldsTests {

	private final LogFields fields = LogFields.ofWorker(1, 3, 2);

	private final LoggerContext context = new LoggerContext();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {

		@Override
		protected void append(ILoggingEvent event) {
			event.prepareForDeferredProcessing();
			super.append(event);
		}

	};

	LogbackFieldsTests() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		this.appender.start();
		LogbackFields.install(this.context, this.fields.values());
	}

	@AfterEach
	void forgetTheFields() {
		MDC.clear();
	}

	@Test
	void eventsOfEveryThreadHaveTheFields() {
		Logger logger = logger();
		logger.info("one");
		CompletableFuture.runAsync(() -> logger.info("other"), (task) -> new Thread(task).start()).join();
		assertThat(this.appender.list).hasSize(2)
			.allSatisfy((event) -> assertThat(event.getMDCPropertyMap()).isEqualTo(Map.of("clusterboot.role", "worker",
					"clusterboot.slot", "1", "clusterboot.worker", "3", "clusterboot.generation", "2")));
	}

	@Test
	void fieldsOfTheApplicationStayAndOursSurviveTheirEnd() {
		Logger logger = logger();
		MDC.put("tenant", "a");
		logger.info("with");
		MDC.clear();
		logger.atInfo().log("without");
		assertThat(this.appender.list.get(0).getMDCPropertyMap()).containsEntry("tenant", "a")
			.containsEntry("clusterboot.slot", "1");
		assertThat(this.appender.list.get(1).getMDCPropertyMap()).doesNotContainKey("tenant")
			.containsEntry("clusterboot.slot", "1");
	}

	@Test
	void whatIsNotLoggedLeavesTheThreadAlone() {
		logger().debug("no");
		assertThat(MDC.get(LogFields.ROLE)).isNull();
	}

	@Test
	void newConfigurationKeepsTheFieldsOnce() {
		this.context.reset();
		LogbackFields.install(this.context, this.fields.values());
		assertThat(this.context.getTurboFilterList()).hasSize(1);
		logger().info("after");
		assertThat(this.appender.list.get(0).getMDCPropertyMap()).containsEntry("clusterboot.worker", "3");
	}

	private Logger logger() {
		Logger logger = this.context.getLogger("test");
		logger.setLevel(Level.INFO);
		logger.addAppender(this.appender);
		return logger;
	}

}
