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

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.LogFileRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Completes the logging system of a master or worker once it is configured: log events
 * get the fields of the process, and files are found that several processes write.
 */
final class LogRunListener implements SpringApplicationRunListener, Ordered {

	private static final Logger logger = LoggerFactory.getLogger("io.clusterboot.cluster");

	/**
	 * After the listener that configures the logging system, and before the master forks.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		Map<String, String> fields = LogFields.ofThisProcess();
		if (fields.isEmpty()) {
			return;
		}
		ActiveLoggingSystem system = ActiveLoggingSystem.find();
		system.install(fields);
		if (BoundProperties.of(environment).getLogging().getFiles() == LogFileRule.PER_SLOT) {
			warnOfSharedFiles(system.files());
		}
	}

	private static void warnOfSharedFiles(Set<String> files) {
		FileClaims claims = FileClaims.ofThisProcess();
		for (String name : files) {
			Path file = path(name);
			if (!file.startsWith("/dev") && !claims.claim(file) && claims.claimWarning(file)) {
				logger.warn(
						"The log file {} is written by several processes and loses lines when one rotates it: name it "
								+ "${LOG_FILE} in the configuration of the log, and set 'logging.file.name'",
						file.toAbsolutePath().normalize());
			}
		}
	}

	private static Path path(String name) {
		try {
			return Path.of(name);
		}
		catch (InvalidPathException ex) {
			return Path.of("/dev/null");
		}
	}

}
