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

package io.clusterboot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.AssertProvider;

/**
 * Clients that send {@code GET} requests to a cluster under test, one after the other,
 * until they are stopped, and count what becomes of them. A request is lost if it was
 * sent, or a part of it, and no complete answer came.
 * <p>
 * A client that keeps its connection notices when the server closes it between two
 * requests, and opens another one: nothing was lost. No request is sent a second time,
 * unless {@link LoadProbeBuilder#repeatLikeBrowser()} asks for it.
 * <p>
 * The probe owns its connections and threads. All methods may be called from any thread.
 */
public final class LoadProbe implements AutoCloseable, AssertProvider<LoadProbeAssert> {

	/**
	 * How long a client waits after a failure, so that a server that is gone is not asked
	 * without end.
	 */
	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

	private final LoadTally tally = new LoadTally();

	private final List<Thread> threads = new ArrayList<>();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final CountDownLatch warm;

	private final LoadProbeBuilder settings;

	private LoadProbe(LoadProbeBuilder settings) {
		this.settings = settings;
		for (LoadClient kind : LoadClient.values()) {
			for (int i = 0; i < settings.count(kind); i++) {
				Thread thread = new Thread(() -> run(kind), "load-probe-" + this.threads.size());
				thread.setDaemon(true);
				this.threads.add(thread);
			}
		}
		this.warm = new CountDownLatch(this.threads.size());
	}

	static LoadProbe start(LoadProbeBuilder settings) {
		LoadProbe probe = new LoadProbe(settings);
		probe.threads.forEach(Thread::start);
		try {
			if (probe.warm.await(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
				return probe;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		probe.stopped.countDown();
		throw new AssertionError("Not all clients are answered: " + probe.report());
	}

	/**
	 * A client may have to wait for one answer in vain before it gets the next one.
	 */
	private Duration patience() {
		return this.settings.answerTimeout().plusSeconds(30);
	}

	private void run(LoadClient kind) {
		boolean cold = true;
		try (RunningClient client = new RunningClient(kind, this.settings, this.tally)) {
			while (this.stopped.getCount() > 0) {
				if (!client.request()) {
					pause(PAUSE_AFTER_FAILURE);
				}
				else if (cold) {
					cold = false;
					this.warm.countDown();
				}
				if (kind == LoadClient.NEW_CONNECTION) {
					pause(this.settings.pause());
				}
			}
		}
	}

	private void pause(Duration time) {
		try {
			if (this.stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Return what the clients have seen so far.
	 * @return the report
	 */
	public LoadReport report() {
		return this.tally.report();
	}

	/**
	 * Wait until more requests have been answered.
	 * @param count how many, from now on
	 * @return this probe
	 */
	public LoadProbe awaitAnswers(int count) {
		long total = report().answered() + count;
		this.tally.await(count + " more answers", (report) -> report.answered() >= total, patience());
		return this;
	}

	/**
	 * Wait until more requests have failed.
	 * @param count how many, from now on
	 * @return this probe
	 */
	public LoadProbe awaitFailures(int count) {
		long total = report().failed() + count;
		this.tally.await(count + " more failures", (report) -> report.failed() >= total, this.settings.answerTimeout());
		return this;
	}

	/**
	 * Wait until a worker has answered, which needs answers that name it.
	 * @param worker the worker
	 * @return this probe
	 */
	public LoadProbe awaitAnswerOf(WorkerProcess worker) {
		String name = Integer.toString(worker.id());
		this.tally.await("an answer of " + worker, (report) -> report.byWorker().containsKey(name), patience());
		return this;
	}

	/**
	 * Let each client finish its request, and end. Nothing happens if they have.
	 * @return this probe
	 */
	public LoadProbe stop() {
		this.stopped.countDown();
		for (Thread thread : this.threads) {
			try {
				// A repeated request takes its time twice
				thread.join(this.settings.answerTimeout().multipliedBy(2).plusSeconds(10).toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted waiting for the clients", ex);
			}
			if (thread.isAlive()) {
				throw new AssertionError(thread.getName() + " has not ended: " + report());
			}
		}
		return this;
	}

	/**
	 * Assert that requests were answered, and that all of them were: none was lost, every
	 * connection was opened, and there was no status from 500 on.
	 * @return this probe
	 */
	public LoadProbe assertNothingLost() {
		assertThat().hasLostNothing();
		return this;
	}

	/**
	 * Used by AssertJ's {@code assertThat(probe)}.
	 */
	@Override
	public LoadProbeAssert assertThat() {
		return new LoadProbeAssert(this);
	}

	@Override
	public void close() {
		stop();
	}

}
