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

import java.util.Optional;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import org.jspecify.annotations.Nullable;

/**
 * This process's end of the channel between a parent and its child: the parent has one
 * for each {@link ChildProcess child} that it forked, the child has one in its
 * {@link CurrentProcess}.
 * <p>
 * All methods may be called from any thread. Methods that need a channel throw an
 * {@link IllegalStateException} in a process, or for a child, without one.
 */
public sealed interface ChannelEnd permits ChildProcess, CurrentProcess {

	/**
	 * Return the channel.
	 * @return the channel; empty without one. What is sent over it directly is not
	 * flushed by {@link CurrentProcess#exit}
	 */
	Optional<Channel> channel();

	/**
	 * Return whether messages can be sent.
	 * @return {@code false} without a channel, and as soon as it is disconnecting
	 */
	boolean isConnected();

	/**
	 * Send a message to the other process.
	 * @param message any value that can be written as JSON
	 * @return the progress of sending; it fails if the other process is gone, which in a
	 * child is an {@link UnhandledError} if nothing observes it
	 * @throws IllegalStateException without a channel
	 * @throws IllegalArgumentException if the message cannot be written as JSON
	 */
	Sent send(@Nullable Object message);

	/**
	 * Send a message with a handle to the other process.
	 * @param message any value that can be written as JSON
	 * @param handle the handle, which is borrowed: the caller still owns it
	 * @param type what the other process turns the handle into
	 * @return the progress of sending
	 * @throws IllegalStateException without a channel
	 * @throws IllegalArgumentException if the message cannot be written as JSON, or the
	 * handle is not of that type
	 * @see #send(Object)
	 */
	Sent send(@Nullable Object message, Handle handle, HandleType type);

	/**
	 * Disconnect the channel after everything queued has been sent. A second call on a
	 * child is reported to its listeners as a failure, one on the current process has no
	 * effect.
	 * @throws IllegalStateException without a channel
	 */
	void disconnect();

	/**
	 * Add a listener for messages of the other process. Messages that arrived before the
	 * first listener was added were kept, and are delivered first.
	 * @param listener called for each message, one at a time
	 * @return removes the listener
	 * @throws IllegalStateException in a current process without a channel
	 */
	Registration onMessage(MessageListener listener);

}
