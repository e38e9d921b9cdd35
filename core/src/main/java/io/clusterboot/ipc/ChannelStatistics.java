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

package io.clusterboot.ipc;

import java.util.Map;

/**
 * A snapshot of the counters of a channel since it was opened.
 *
 * @param messagesSent the messages that the channel took, of any kind
 * @param messagesReceived the messages that were delivered, of any kind
 * @param handlesSent the handles that left
 * @param handlesReceived the handles that were delivered
 * @param failedSends the messages and handles that failed
 * @param unacknowledgedHandles the handles that were not acknowledged in time
 * @param listenerFailures how often the listener threw
 * @param queuedBytes the bytes that wait now
 * @param protocolErrors the number of protocol errors of the peer, by kind
 */
public record ChannelStatistics(long messagesSent, long messagesReceived, long handlesSent, long handlesReceived,
		long failedSends, long unacknowledgedHandles, long listenerFailures, long queuedBytes,
		Map<ProtocolError.Kind, Long> protocolErrors) {

	/**
	 * Return the number of protocol errors of a kind.
	 * @param kind the kind
	 * @return the number
	 */
	public long protocolErrors(ProtocolError.Kind kind) {
		return this.protocolErrors.getOrDefault(kind, 0L);
	}

}
