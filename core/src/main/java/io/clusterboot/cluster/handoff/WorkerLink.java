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

package io.clusterboot.cluster.handoff;

import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;

/**
 * The channel to a worker, as the hand-off of connections needs it. Nothing here blocks,
 * and nothing fails because the worker is gone.
 */
public interface WorkerLink {

	/**
	 * Send a message with a handle.
	 * @param message the message
	 * @param handle borrowed: the caller stays its owner
	 * @return what became of it
	 */
	Sent send(Envelope message, Handle handle);

	/**
	 * Hold back what is sent from now on until {@link #uncork()}, so that it leaves in
	 * one write.
	 */
	default void cork() {
	}

	/**
	 * Send what was held back.
	 */
	default void uncork() {
	}

	/**
	 * Return the kind of process, which decides which connections it can be given.
	 * @return a JVM unless this is overridden
	 */
	default Peer peer() {
		return Peer.JVM;
	}

}
