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

import java.time.Duration;

import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.process.CurrentProcess;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.CharsetUtil;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.udp.UdpServer;

/**
 * A worker that tells the master each datagram it reads, and answers it.
 */
final class UdpMain {

	private UdpMain() {
	}

	public static void main(String[] args) {
		CurrentProcess process = CurrentProcess.get();
		ClusterWorker worker = ClusterWorker.join(process, 1 << 20);
		UdpServer server = new WorkerUdp(worker, (loops) -> {
		}).share(UdpServer.create().host("127.0.0.1").port(Integer.parseInt(args[0])));
		process.onMessage((message, handle) -> process.send(message));
		Connection connection = server
			.handle((in, out) -> out.sendObject(in.receiveObject().cast(DatagramPacket.class).map((datagram) -> {
				process.send(datagram.content().toString(CharsetUtil.US_ASCII));
				return new DatagramPacket(datagram.content().retain(), datagram.sender());
			}).onErrorResume((failure) -> Mono.fromRunnable(() -> process.send(failure.toString())))))
			.bindNow();
		// Bounded, so that it cannot outlive a test that lost it
		connection.onDispose().block(Duration.ofSeconds(90));
	}

}
