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

package io.clusterboot.spring.master;

import java.net.InetSocketAddress;

import io.clusterboot.spring.master.MasterWebServer.ListenAddress;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a {@link NettyListenAddress} listens.
 */
class NettyListenAddressTests {

	private final NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(8081);

	@Test
	void listensWhereThePropertiesSay() {
		assertThat(new NettyListenAddress(this.factory).get())
			.isEqualTo(new ListenAddress(new InetSocketAddress(8081), 0));
	}

	@Test
	void customizerOfTheApplicationNamesAnotherAddressAndBacklog() {
		this.factory.addServerCustomizers((server) -> server.port(8082).option(ChannelOption.SO_BACKLOG, 17));
		ListenAddress address = new NettyListenAddress(this.factory).get();
		assertThat(address.socketAddress().getPort()).isEqualTo(8082);
		assertThat(address.backlog()).isEqualTo(17);
	}

}
