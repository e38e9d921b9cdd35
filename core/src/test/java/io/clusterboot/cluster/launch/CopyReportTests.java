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
package io.clusterboot.cluster.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CopyReport}.
 */
class CopyReportTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(CopyReport.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final AtomicLong nanos = new AtomicLong();

	private final CopyReport report = new CopyReport(this.nanos::get);

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void tellsEveryFiveSecondsHowFarItIs() {
		this.report.copied(Path.of("a"), 3 << 20);
		this.nanos.addAndGet(Duration.ofSeconds(4).toNanos());
		this.report.copied(Path.of("b"), 3 << 20);
		assertThat(messages()).isEmpty();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		this.report.copied(Path.of("c"), 3 << 20);
		this.report.copied(Path.of("d"), 3 << 20);
		assertThat(messages()).containsExactly("Still copying what workers run from: 3 files with 9 MB so far, now c");
		this.report.complete();
		assertThat(messages()).hasSize(1);
	}

	@Test
	void warnsOnceOfWhatCannotBeRead() {
		this.report.unreadable(Path.of("a"));
		this.report.unreadable(Path.of("b"));
		assertThat(messages()).isEmpty();
		this.report.complete();
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).isEqualTo(
					"Workers run without a on the class path, which cannot be read (2 such files or directories)");
		});
	}

	private List<String> messages() {
		return this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
