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

package io.clusterboot.sample;

import java.util.LinkedHashMap;
import java.util.Map;

import io.clusterboot.process.CurrentProcess;
import io.clusterboot.spring.event.ProcessMessageEvent;
import tools.jackson.databind.JsonNode;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Answers {@code {"ping":x}} from the process that started this one with a channel, such
 * as a Node program, with {@code {"pong":x,"pid":<pid>}}.
 */
@Component
final class Pong {

	private final CurrentProcess process;

	Pong(CurrentProcess process) {
		this.process = process;
	}

	@EventListener
	void message(ProcessMessageEvent event) {
		JsonNode ping = event.message().get("ping");
		if (ping != null) {
			Map<String, Object> pong = new LinkedHashMap<>();
			pong.put("pong", ping);
			pong.put("pid", this.process.pid());
			this.process.send(pong);
		}
	}

}
