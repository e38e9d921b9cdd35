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

package io.clusterboot.sample;

import io.clusterboot.spring.SharedUdp;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.CharsetUtil;
import reactor.netty.Connection;
import reactor.netty.udp.UdpServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A UDP port, if one is asked for, at which one of the workers answers a datagram with
 * its pid.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.udp-port")
class UdpConfiguration {

	@Bean(destroyMethod = "dispose")
	Connection pidOfUdp(SharedUdp udp, SampleProperties properties) {
		String pid = Long.toString(ProcessHandle.current().pid());
		return udp.share(UdpServer.create().host("127.0.0.1").port(properties.udpPort()))
			.handle((in,
					out) -> out.sendObject(in.receiveObject()
						.cast(DatagramPacket.class)
						.map((question) -> new DatagramPacket(Unpooled.copiedBuffer(pid, CharsetUtil.US_ASCII),
								question.sender()))))
			.bindNow();
	}

}
