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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.HangUpSignal;
import io.clusterboot.cluster.master.StopSignal;
import io.clusterboot.process.Signal;
import io.clusterboot.process.SignalListener;

/**
 * The signals by which an operator controls the master: SIGHUP for a rolling restart,
 * SIGTTIN for one more worker, SIGTTOU for one less. The master logs the result. A SIGHUP
 * of a terminal that was closed ends the application. A second Ctrl-C kills the workers
 * that still drain; it, or a second SIGTERM, first ends the delay before they drain.
 */
final class MasterSignals implements Closeable {

	private final HangUpSignal hangUp;

	private final List<StopSignal> stops;

	private final List<SignalListener> listeners;

	private MasterSignals(HangUpSignal hangUp, List<StopSignal> stops, List<SignalListener> listeners) {
		this.hangUp = hangUp;
		this.stops = stops;
		this.listeners = listeners;
	}

	/**
	 * Start to listen.
	 * @param master carries out the requests
	 * @param preDrainDelay the delay of a stop, which a second SIGTERM ends
	 * @return restores the previous handling when closed
	 */
	static MasterSignals listen(ClusterMaster master, Duration preDrainDelay) {
		List<StopSignal> stops = new ArrayList<>(List.of(StopSignal.listen(Signal.SIGINT, master::stopNow)));
		if (!preDrainDelay.isZero()) {
			stops.add(StopSignal.listen(Signal.SIGTERM, master::drainNow));
		}
		return new MasterSignals(HangUpSignal.listen(master::roll), stops,
				List.of(SignalListener.listen(Signal.SIGTTIN, () -> master.scaleBy(1)),
						SignalListener.listen(Signal.SIGTTOU, () -> master.scaleBy(-1))));
	}

	@Override
	public void close() {
		this.hangUp.close();
		this.stops.forEach(StopSignal::close);
		this.listeners.forEach(SignalListener::close);
	}

}
