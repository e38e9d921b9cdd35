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

package io.clusterboot.spring.netty;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops that belong to another {@link LoopResources}, which disposes of them.
 */
abstract class DelegatingLoopResources implements LoopResources {

	private final Supplier<LoopResources> owner;

	private final Consumer<EventLoopGroup> onLoops;

	/**
	 * Create a new instance.
	 * @param owner gives the event loops, and disposes of them
	 * @param onLoops receives the event loops that are used
	 */
	DelegatingLoopResources(Supplier<LoopResources> owner, Consumer<EventLoopGroup> onLoops) {
		this.owner = owner;
		this.onLoops = onLoops;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		return this.owner.get().onChannel(channelType, group);
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
		return this.owner.get().onChannelClass(channelType, group);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.owner.get().onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return used(this.owner.get().onServer(useNative));
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return used(this.owner.get().onServerSelect(useNative));
	}

	/**
	 * Report event loops that are used.
	 */
	final EventLoopGroup used(EventLoopGroup loops) {
		this.onLoops.accept(loops);
		return loops;
	}

	@Override
	public boolean daemon() {
		return this.owner.get().daemon();
	}

	@Override
	public void dispose() {
		// The owner does
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return Mono.empty();
	}

}
