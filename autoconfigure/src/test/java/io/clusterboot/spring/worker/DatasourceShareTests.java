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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.clusterboot.spring.settings.WorkerShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatasourceShare}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatasourceShareTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:share",
				"spring.datasource.hikari.connection-timeout=250")
		.withBean(DatasourceShare.class, () -> new DatasourceShare(new WorkerShare(1, 4)));

	@Test
	void poolOpensItsPartOfTheConnections() {
		boot().withPropertyValues("spring.datasource.hikari.maximum-pool-size=11").run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			Deque<Connection> open = new ArrayDeque<>();
			try {
				for (int i = 0; i < 3; i++) {
					open.add(pool.getConnection());
				}
				assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(pool::getConnection);
			}
			finally {
				closeAll(open);
			}
		});
	}

	@Test
	void poolThatSaysNothingIsOfTheDefaultSize() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(DatasourceShare.class);
		Level level = logger.getLevel();
		logger.setLevel(Level.INFO);
		logger.addAppender(log);
		log.start();
		try {
			boot().run((context) -> {
				HikariDataSource pool = context.getBean(HikariDataSource.class);
				assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
				assertThat(pool.getMinimumIdle()).isEqualTo(3);
			});
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(level);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.contains("Data source 'dataSource' has at most 3 connections, of them at least 3 idle, in this worker "
					+ "(10 and 10 divided among 4 workers)");
	}

	@Test
	void poolOfAWorkerThatHasEverythingStaysAsItIs(CapturedOutput output) {
		new ApplicationContextRunner().withPropertyValues("spring.datasource.url=jdbc:h2:mem:all")
			.withBean(DatasourceShare.class, () -> new DatasourceShare(WorkerShare.ALL))
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(HikariDataSource.class));
		assertThat(output).doesNotContain("Data source 'dataSource'");
	}

	@Test
	void idleConnectionsAreDividedToo() {
		boot()
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=20",
					"spring.datasource.hikari.minimum-idle=8")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isEqualTo(2));
		boot().withPropertyValues("spring.datasource.hikari.minimum-idle=0")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isZero());
		boot()
			.withPropertyValues("spring.datasource.hikari.maximum-pool-size=4",
					"spring.datasource.hikari.minimum-idle=40")
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMinimumIdle()).isOne());
	}

	@Test
	void poolsThatTheApplicationBuildsAreDivided() {
		this.runner.withUserConfiguration(OwnPools.class).run((context) -> {
			assertThat(context.getBean("started", HikariDataSource.class).getMaximumPoolSize()).isEqualTo(2);
			assertThat(context.getBean("lazy", HikariDataSource.class).getMaximumPoolSize()).isOne();
		});
	}

	private ApplicationContextRunner boot() {
		return this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));
	}

	private static void closeAll(Deque<Connection> connections) throws SQLException {
		for (Connection connection : connections) {
			connection.close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPools {

		@Bean
		HikariDataSource started() {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl("jdbc:h2:mem:started");
			config.setMaximumPoolSize(8);
			return new HikariDataSource(config);
		}

		@Bean
		HikariDataSource lazy() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:lazy");
			pool.setMaximumPoolSize(3);
			return pool;
		}

	}

}
