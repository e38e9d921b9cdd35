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

import java.io.Closeable;
import java.util.function.Consumer;

import io.clusterboot.handle.Handle;

/**
 * A new channel to a process that is about to be started, and the end for that process.
 *
 * @param channel this side's channel
 * @param childEnd the other end, blocking, as a Node child expects it. It must be closed
 * here as soon as the process was started, or the end of the process is never seen
 */
public record ChannelPair(Channel channel, Handle childEnd) implements Closeable {

	/**
	 * Open a channel.
	 * @param options the options of this side
	 * @return the channel and the other end
	 */
	public static ChannelPair open(ChannelOptions options) {
		return open(options, (end) -> {
		});
	}

	/**
	 * Open a channel, with a descriptor that is there for the process before any message.
	 * @param options the options of this side
	 * @param first the descriptor, borrowed, which the process has to
	 * {@linkplain FirstDescriptor#receive receive}
	 * @return the channel and the other end
	 */
	public static ChannelPair open(ChannelOptions options, Handle first) {
		return open(options, (end) -> FirstDescriptor.send(end, first));
	}

	private static ChannelPair open(ChannelOptions options, Consumer<Handle> before) {
		Handle[] ends = Handle.socketPair();
		boolean opened = false;
		try {
			before.accept(ends[0]);
			ChannelPair pair = new ChannelPair(Channel.open(ends[0], options), ends[1]);
			opened = true;
			return pair;
		}
		finally {
			if (!opened) {
				ends[0].close();
				ends[1].close();
			}
		}
	}

	/**
	 * Close both.
	 */
	@Override
	public void close() {
		this.childEnd.close();
		this.channel.close();
	}

}
