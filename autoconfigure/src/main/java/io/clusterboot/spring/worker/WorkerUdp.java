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

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.spring.SharedUdp;
import io.clusterboot.spring.netty.AdoptingUdpLoopResources;
import io.clusterboot.spring.netty.DatagramGate;
import io.netty.channel.EventLoopGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;
import reactor.netty.udp.UdpServer;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Has the UDP servers of a worker read from the sockets of the master. They stop to read
 * when the worker drains, and are closed with the context.
 */
public final class WorkerUdp implements SharedUdp, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(WorkerUdp.class);

	private final ClusterWorker worker;

	private final Consumer<EventLoopGroup> onLoops;

	private final Set<DatagramGate> gates = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	/**
	 * Create a new instance.
	 * @param worker whom to ask for sockets
	 * @param onLoops whom to tell of the loops that the servers use
	 */
	public WorkerUdp(ClusterWorker worker, Consumer<EventLoopGroup> onLoops) {
		this.worker = worker;
		this.onLoops = onLoops;
	}

	@Override
	public UdpServer share(UdpServer server) {
		LoopResources loops = server.configuration().loopResources();
		AdoptingUdpLoopResources adopting = new AdoptingUdpLoopResources(this.worker, () -> loops, this::adopted,
				this.onLoops);
		return server.runOn(adopting, true).doOnBind(adopting::serveAt);
	}

	private void adopted(DatagramGate gate) {
		this.gates.add(gate);
		gate.channel().closeFuture().addListener((closed) -> this.gates.remove(gate));
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		List<DatagramGate> open = List.copyOf(this.gates);
		AtomicInteger left = new AtomicInteger(open.size() + 1);
		Runnable shut = () -> {
			if (left.decrementAndGet() == 0) {
				callback.run();
			}
		};
		open.forEach((gate) -> shut(gate, shut));
		shut.run();
	}

	private static void shut(DatagramGate gate, Runnable whenShut) {
		try {
			gate.shut(whenShut);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of {} has ended", gate.channel(), ex);
			whenShut.run();
		}
	}

	/**
	 * Close what is still open.
	 */
	void close() {
		this.gates.forEach((gate) -> gate.channel().close());
	}

}
