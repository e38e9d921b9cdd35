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
package io.clusterboot.cluster.service;

import java.io.Closeable;
import java.util.function.Supplier;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ControlLoop;

/**
 * Tells the service manager how the cluster is. Confined to the control loop, except
 * {@link #close()}.
 */
public interface ServiceNotifier extends Closeable {

	/**
	 * There is no service manager that wants to know.
	 */
	ServiceNotifier SILENT = new ServiceNotifier() {
	};

	/**
	 * Open what the service manager asks for.
	 * @param service the service manager
	 * @param loop the control loop
	 * @return the notifier, to be closed by the caller
	 */
	static ServiceNotifier open(ServiceEnvironment service, ControlLoop loop) {
		return service.notifySocket()
			.<ServiceNotifier>map(
					(address) -> new SystemdNotifier(loop, NotifySocket.open(address, loop), service.watchdog()))
			.orElse(SILENT);
	}

	/**
	 * Begin: the cluster starts.
	 * @param status gives the state of the cluster, on the control loop
	 */
	default void begin(Supplier<ServiceStatus> status) {
	}

	/**
	 * An event happened.
	 * @param event the event
	 */
	default void happened(ClusterEvent event) {
	}

	@Override
	default void close() {
	}

}
