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

package io.clusterboot.hosts;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts with PostgreSQL.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PostgresHostsIT extends HostsScenario {

	@Test
	void oneLeaderAndOneHostAfterTheOtherRolls() throws Exception {
		try (PostgresServer server = PostgresServer.start()) {
			startHosts(server, "a", "b");
			awaitLeader();
			killTheEngine(server);
			assertThat(roll()).contains("Rolled one after the other: a, b");
			assertThat(status()).contains("2 hosts of 'notes', engine jdbc").containsPattern("b +\\d+ +1 +serving");
			assertLeadersDoNotOverlap();
		}
	}

	@Test
	@Tag("long")
	void oneLeaderAndEveryNoteOnce() throws Exception {
		try (PostgresServer server = PostgresServer.start()) {
			startHosts(server, "a", "b", "c");
			freezeTheLeader();
			broadcastUnderKillOfTheEngine(server);
			assertLeadersDoNotOverlap();
		}
	}

}
