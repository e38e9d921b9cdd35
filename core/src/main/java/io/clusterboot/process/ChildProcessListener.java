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

package io.clusterboot.process;

/**
 * Receives the events of a child, on the side of the parent. Messages have a listener of
 * their own, {@link ChildProcess#onMessage}.
 * <p>
 * The methods are called one at a time, and messages are delivered in between:
 * {@link #spawned} first, on the thread that starts the child, before the start returns;
 * {@link #disconnected} if there is a channel, {@link #exited} and {@link #closed}, each
 * exactly once. The exit follows all messages that the child sent, and as a rule the
 * disconnect; if a grandchild holds the channel open, the disconnect comes later. The
 * close is the last event. An exception of a method is logged and has no other effect;
 * methods should not block. If a child cannot be started, a {@link SpawnException} is
 * thrown and no method is called.
 */
public interface ChildProcessListener {

	/**
	 * The child was started.
	 * @param child the child
	 */
	default void spawned(ChildProcess child) {
	}

	/**
	 * A failure other than the end of the child: it was cancelled, was disconnected a
	 * second time, or sent a malformed message.
	 * @param child the child
	 * @param error the failure
	 */
	default void failed(ChildProcess child, Exception error) {
	}

	/**
	 * The channel ended, on whichever side.
	 * @param child the child
	 */
	default void disconnected(ChildProcess child) {
	}

	/**
	 * The process ended. Its piped streams may still be open.
	 * @param child the child
	 * @param status how it ended
	 */
	default void exited(ChildProcess child, ExitStatus status) {
	}

	/**
	 * The process ended, and so did its piped streams and its channel.
	 * @param child the child
	 * @param status how it ended
	 */
	default void closed(ChildProcess child, ExitStatus status) {
	}

}
