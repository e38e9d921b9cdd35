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
import io.clusterboot.spring.drain.DrainStep;
import io.clusterboot.spring.netty.AdoptingUdpLoopResources;
import io.clusterboot.spring.netty.DatagramGate;
import io.netty.channel.EventLoopGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;
import reactor.netty.udp.UdpServer;

/**
 * Lets the UDP servers of a worker read from the sockets of the master. They stop reading
 * when the worker drains, and are closed with the context.
 */
public final class WorkerUdp extends DrainStep implements SharedUdp {

	private static final Logger logger = LoggerFactory.getLogger(WorkerUdp.class);

	private final ClusterWorker worker;

	private final Consumer<EventLoopGroup> onLoops;

	private final Set<DatagramGate> gates = ConcurrentHashMap.newKeySet();

	private volatile boolean suspended;

	/**
	 * Create a new instance.
	 * @param worker gives the sockets
	 * @param onLoops receives the event loops that the servers use
	 */
	public WorkerUdp(ClusterWorker worker, Consumer<EventLoopGroup> onLoops) {
		super(Moment.FIRST);
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
		if (this.suspended) {
			suspend(gate, true);
		}
	}

	/**
	 * Leave datagrams to the other workers, or read them again.
	 * @param suspended whether to leave them
	 */
	public void suspend(boolean suspended) {
		this.suspended = suspended;
		this.gates.forEach((gate) -> suspend(gate, suspended));
	}

	private static void suspend(DatagramGate gate, boolean suspended) {
		try {
			gate.suspend(suspended);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of {} has ended", gate.channel(), ex);
		}
	}

	@Override
	protected void drain(Runnable whenDone) {
		List<DatagramGate> open = List.copyOf(this.gates);
		AtomicInteger left = new AtomicInteger(open.size() + 1);
		Runnable shut = () -> {
			if (left.decrementAndGet() == 0) {
				whenDone.run();
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
	 * Close the servers that are still open.
	 */
	void close() {
		this.gates.forEach((gate) -> gate.channel().close());
	}

}
