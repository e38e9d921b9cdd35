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

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.clusterboot.ipc.ChannelOptions;
import org.jspecify.annotations.Nullable;

/**
 * Opens the channel to the parent when it is first used.
 */
final class LazyParentChannel {

	private final Map<String, String> environment;

	private ChannelOptions options = ChannelOptions.defaults().withName("parent");

	private @Nullable ParentChannel channel;

	LazyParentChannel(Map<String, String> environment) {
		this.environment = environment;
	}

	synchronized void configure(UnaryOperator<ChannelOptions> change) {
		this.options = change.apply(this.options);
	}

	synchronized ParentChannel open() {
		ParentChannel open = this.channel;
		if (open == null) {
			InheritedChannel inherited = InheritedChannel.from(this.environment);
			int descriptor = inherited.descriptor()
				.orElseThrow(() -> new IllegalStateException(
						"%s: not set (expected: in a process that was forked)".formatted(InheritedChannel.CHANNEL_FD)));
			open = ParentChannel.open(descriptor, this.options.withPeer(inherited.peer()));
			this.channel = open;
		}
		return open;
	}

	/**
	 * Return a future that completes when everything sent so far has been written or has
	 * failed.
	 */
	synchronized CompletableFuture<Void> flushed() {
		ParentChannel open = this.channel;
		return (open != null) ? open.flushed() : CompletableFuture.completedFuture(null);
	}

}
