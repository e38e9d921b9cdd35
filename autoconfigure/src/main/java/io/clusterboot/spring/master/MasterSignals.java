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

import java.io.Closeable;
import java.util.List;

import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.HangUpSignal;
import io.clusterboot.cluster.master.InterruptSignal;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SignalListener;

/**
 * The signals by which an operator controls the master: SIGHUP for a rolling restart,
 * SIGTTIN for one more worker, SIGTTOU for one less. The master logs the result. A SIGHUP
 * of a terminal that was closed ends the application. A second Ctrl-C kills the workers
 * that still drain.
 */
final class MasterSignals implements Closeable {

	private final HangUpSignal hangUp;

	private final InterruptSignal interrupt;

	private final List<SignalListener> listeners;

	private MasterSignals(HangUpSignal hangUp, InterruptSignal interrupt, List<SignalListener> listeners) {
		this.hangUp = hangUp;
		this.interrupt = interrupt;
		this.listeners = listeners;
	}

	/**
	 * Start to listen.
	 * @param master carries out the requests
	 * @return restores the previous handling when closed
	 */
	static MasterSignals listen(ClusterMaster master) {
		return new MasterSignals(HangUpSignal.listen(master::roll), InterruptSignal.listen(master::stopNow),
				List.of(SignalListener.listen(Signal.SIGTTIN, () -> master.scaleBy(1)),
						SignalListener.listen(Signal.SIGTTOU, () -> master.scaleBy(-1))));
	}

	@Override
	public void close() {
		this.hangUp.close();
		this.interrupt.close();
		this.listeners.forEach(SignalListener::close);
	}

}
