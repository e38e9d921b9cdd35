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
package io.clusterboot.spring.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Which warnings about the application are logged.
 */
public class WarningsProperties {

	/**
	 * Whether to warn of sessions that are kept in the memory of a worker.
	 */
	private boolean sessions = true;

	/**
	 * Names of the warnings at the start that are not wanted: "cache", "h2", "broker",
	 * "users", "rate-limiter".
	 */
	private List<String> silence = new ArrayList<>();

	public boolean isSessions() {
		return this.sessions;
	}

	public void setSessions(boolean sessions) {
		this.sessions = sessions;
	}

	public List<String> getSilence() {
		return this.silence;
	}

	public void setSilence(List<String> silence) {
		this.silence = silence;
	}

}
