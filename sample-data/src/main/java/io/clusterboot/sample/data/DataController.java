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

package io.clusterboot.sample.data;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with what the process that answers knows.
 */
@RestController
final class DataController {

	private final ObjectProvider<JdbcConnectionDetails> connection;

	DataController(ObjectProvider<JdbcConnectionDetails> connection) {
		this.connection = connection;
	}

	@GetMapping("/")
	long pid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Return where this process finds its database.
	 */
	@GetMapping("/connection")
	String connection() {
		JdbcConnectionDetails details = this.connection.getIfAvailable();
		return (details != null) ? details.getJdbcUrl() : "none";
	}

}
