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

package io.clusterboot.spring.event;

import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.Registration;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes the messages that arrive over the channel of this process as application
 * events, while the context runs.
 */
public final class ProcessMessagePublisher implements SmartLifecycle {

	private final CurrentProcess process;

	private final ApplicationEventPublisher publisher;

	private volatile @Nullable Registration registration;

	public ProcessMessagePublisher(CurrentProcess process, ApplicationEventPublisher publisher) {
		this.process = process;
		this.publisher = publisher;
	}

	@Override
	public void start() {
		if (this.process.hasChannel()) {
			this.registration = this.process.onMessage((message, handle) -> this.publisher
				.publishEvent(new ProcessMessageEvent(this.process, message, handle)));
		}
	}

	@Override
	public void stop() {
		Registration current = this.registration;
		if (current != null) {
			current.close();
			this.registration = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.registration != null;
	}

}
