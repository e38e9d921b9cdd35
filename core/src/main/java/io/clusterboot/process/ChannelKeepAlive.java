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

package io.clusterboot.process;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM alive while the channel has listeners, or as decided explicitly, like
 * Node.
 */
final class ChannelKeepAlive {

	private int listeners;

	private @Nullable Boolean decided;

	private boolean over;

	private @Nullable CountDownLatch release;

	synchronized void listenerAdded() {
		this.listeners++;
		update();
	}

	synchronized void listenerRemoved() {
		this.listeners--;
		update();
	}

	synchronized void decide(boolean alive) {
		this.decided = alive;
		update();
	}

	/**
	 * The channel has ended, so no more messages can arrive.
	 */
	synchronized void end() {
		this.over = true;
		update();
	}

	synchronized boolean isAlive() {
		return this.release != null;
	}

	private void update() {
		boolean wanted = !this.over && ((this.decided != null) ? this.decided : this.listeners > 0);
		CountDownLatch held = this.release;
		if (wanted && held == null) {
			CountDownLatch latch = new CountDownLatch(1);
			this.release = latch;
			Thread thread = new Thread(() -> await(latch), "clusterboot-channel-open");
			thread.setDaemon(false);
			thread.start();
		}
		else if (!wanted && held != null) {
			this.release = null;
			held.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// This thread only keeps the JVM alive, so an interrupt has no meaning
			}
		}
	}

}
