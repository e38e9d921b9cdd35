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

package io.clusterboot.test.application;

import java.util.concurrent.CountDownLatch;

/**
 * A gate that threads with requests pass, and at which they stand while it is shut. May
 * be used from any thread.
 */
final class RequestGate {

	private boolean shut;

	synchronized void shut() {
		this.shut = true;
	}

	synchronized void open() {
		this.shut = false;
		notifyAll();
	}

	/**
	 * Pass the gate, as soon as it is open.
	 */
	void pass() {
		pass(new CountDownLatch(0));
	}

	/**
	 * Pass the gate, as soon as it is open.
	 * @param arrived is counted down at once
	 */
	synchronized void pass(CountDownLatch arrived) {
		arrived.countDown();
		while (this.shut) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}
