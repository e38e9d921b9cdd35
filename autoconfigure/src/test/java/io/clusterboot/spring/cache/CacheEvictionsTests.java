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

package io.clusterboot.spring.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheEvictions}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheEvictionsTests {

	@Test
	void evictionThatIsNotSentIsWarnedOf(CapturedOutput output) {
		CacheEvictions evictions = new CacheEvictions(new FullBus());
		evictions.changesOf("manager", "prices").changed("tea");
		assertThat(output)
			.contains("Other processes keep entries of cache 'prices' that were changed here: the channel is full");
	}

	private static final class FullBus implements MessageBus {

		@Override
		public String tell(Destination destination, String topic, JsonNode body) {
			return "the channel is full";
		}

		@Override
		public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
				Duration timeout) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void handle(String topic, MessageHandler handler) {
		}

	}

}
