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

package io.clusterboot.spring.bus;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.spring.messaging.ClusterBroadcast;

/**
 * Distinguishes the messages of the application that are for the processes of all hosts.
 */
public final class Broadcasts {

	private Broadcasts() {
	}

	/**
	 * Return whether a message is an event with {@link ClusterBroadcast}.
	 * @param message a message of the bus
	 * @return whether it is for all hosts
	 */
	public static boolean include(BusMessage message) {
		return message.topic().startsWith(MessageTopic.ALL) && MessageTopic.isBroadcast(message.body());
	}

}
