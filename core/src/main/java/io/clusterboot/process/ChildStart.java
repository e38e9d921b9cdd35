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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A process that was just started, with this side of its streams and of its channel.
 *
 * @param stdio the process and its streams
 * @param channel the channel, not yet reading
 */
record ChildStart(ChildStdio.Started stdio, @Nullable Channel channel) {

	private static final AtomicLong count = new AtomicLong();

	/**
	 * Start a process, and close everything that was opened for it if that fails.
	 */
	static ChildStart of(List<String> command, SpawnOptions options, Peer peer) {
		List<String> words = options.shell()
			.map((shell) -> List.of(shell.toString(), "-c", String.join(" ", command)))
			.orElse(command);
		OptionalInt ipc = options.ipcIndex();
		if (ipc.isEmpty()) {
			return new ChildStart(ChildStdio.start(new Trampoline(words, options), options, ipc), null);
		}
		Map<String, String> environment = new HashMap<>(options.environment());
		environment.keySet().removeAll(InheritedChannel.CHANNEL_VARIABLES);
		environment.putAll(InheritedChannel.variables(ipc.getAsInt(), peer));
		Trampoline trampoline = new Trampoline(words, options.withEnvironment(environment));
		ChannelPair pair = ChannelPair
			.open(options.channelOptions().withName("child-" + count.incrementAndGet()).withPeer(peer));
		boolean started = false;
		try (Handle childEnd = pair.childEnd()) {
			ChildStdio.Started stdio = ChildStdio.start(trampoline, options, OptionalInt.of(childEnd.descriptor()));
			started = true;
			return new ChildStart(stdio, pair.channel());
		}
		finally {
			if (!started) {
				pair.channel().close();
			}
		}
	}

	/**
	 * End a process that cannot be watched, and close everything that was opened for it.
	 */
	void abandon() {
		this.stdio.process().destroyForcibly();
		this.stdio.stdio().close();
		if (this.channel != null) {
			this.channel.close();
		}
	}

}
