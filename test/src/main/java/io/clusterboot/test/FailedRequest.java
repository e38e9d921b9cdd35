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

package io.clusterboot.test;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A request of a {@link LoadProbe} that failed.
 *
 * @param kind how
 * @param time when it failed
 * @param duration how long after it was begun
 * @param client the kind of client
 * @param requestOfConnection which request of its connection it was, from 1; 0 if there
 * was no connection
 * @param received how many bytes of the answer came
 * @param worker the worker that answered on the connection before, as it names itself;
 * empty if that is not known
 * @param detail what happened
 * @param cause the exception, {@code null} for an answer that was complete
 */
public record FailedRequest(Kind kind, Instant time, Duration duration, LoadClient client, int requestOfConnection,
		long received, String worker, String detail, @Nullable Throwable cause) {

	@Override
	public String toString() {
		return "%s: %s client, request %d of its connection%s, after %d ms and %d bytes: %s".formatted(this.kind,
				this.client, this.requestOfConnection, this.worker.isEmpty() ? "" : " to worker " + this.worker,
				this.duration.toMillis(), this.received, this.detail);
	}

	/**
	 * How a request failed.
	 */
	public enum Kind {

		/**
		 * It was sent, or a part of it, and no complete answer came, in the time that an
		 * answer may take.
		 */
		LOST,

		/**
		 * It was not sent, as no connection could be opened.
		 */
		NOT_CONNECTED,

		/**
		 * It was answered with a status from 500 on.
		 */
		SERVER_ERROR

	}

}
