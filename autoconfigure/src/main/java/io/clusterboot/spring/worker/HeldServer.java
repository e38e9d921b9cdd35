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

package io.clusterboot.spring.worker;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.clusterboot.spring.netty.AdoptedListener;
import io.clusterboot.spring.warmup.ConnectionSource;
import io.clusterboot.spring.warmup.ServerProtocols;
import io.clusterboot.spring.warmup.WarmUp;
import io.clusterboot.spring.warmup.WarmUpPlan;

/**
 * A server that is held back until it is warm.
 *
 * @param listener accepts its connections
 * @param source opens connections to it
 * @param protocols returns what it speaks, when it has started
 * @param lanes how many connections at a time keep all of it busy
 */
record HeldServer(AdoptedListener listener, ConnectionSource source, Supplier<ServerProtocols> protocols, int lanes) {

	WarmUp warmUp(WarmUpPlan plan, int slot) {
		return new WarmUp(plan, this.source, this.protocols.get(),
				((InetSocketAddress) this.listener.localAddress()).getPort(), slot);
	}

}
