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

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two hosts with Redis.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RedisHostsIT extends HostsScenario {

	@Test
	void oneLeaderAndEveryNoteOnce(@TempDir Path folder) throws Exception {
		try (RedisServer server = RedisServer.start(folder)) {
			startHosts(server, "a", "b");
			freezeTheLeader();
			broadcastUnderKillOfTheEngine(server);
			assertThat(status()).contains("2 hosts of 'notes', engine redis").containsPattern("a \\(this\\) .*1/1");
			assertLeadersDoNotOverlap();
		}
	}

}
