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
package io.clusterboot.cluster.master;

import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.clusterboot.process.Signal;
import io.clusterboot.process.SignalListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to SIGHUP. One that is sent to the process runs a callback; one that comes
 * because its terminal was closed ends the JVM as usual, with its shutdown hooks and exit
 * code 129. A process that was started without a terminal gets only the first kind.
 */
public final class HangUpSignal implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger("io.clusterboot.cluster");

	private static final int EXIT_CODE = 129;

	private static final long WATCH_MILLIS = 1_000;

	/**
	 * When a shell ends, the kernel first sends the signal and then takes the terminal
	 * away.
	 */
	private static final long SECOND_LOOK_MILLIS = 200;

	private final SignalListener listener;

	private final ScheduledExecutorService watch;

	private HangUpSignal(SignalListener listener, ScheduledExecutorService watch) {
		this.listener = listener;
		this.watch = watch;
	}

	/**
	 * Start to listen. A process that was started with SIGHUP ignored goes on to ignore
	 * it, which is logged.
	 * @param onSignal called on a thread of its own when the signal was sent
	 * @return the way to have the former handling back
	 */
	public static HangUpSignal listen(Runnable onSignal) {
		TerminalLoss terminal = TerminalLoss.ofThisProcess();
		ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, HangUpSignal::daemon);
		watch.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
		watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		SignalListener listener = SignalListener.listen(Signal.SIGHUP, () -> hungUp(terminal, watch, onSignal));
		if (listener.isIgnored()) {
			logger.info("SIGHUP is ignored, as this process was started with it ignored (nohup does that), so "
					+ "kill -HUP does not restart the workers. Start it with setsid in place of nohup, or call "
					+ "Cluster.roll() in the application");
		}
		else if (terminal.isTerminalPresent()) {
			// A thread only while there is a terminal
			watch.scheduleWithFixedDelay(() -> watch(terminal, watch), WATCH_MILLIS, WATCH_MILLIS,
					TimeUnit.MILLISECONDS);
		}
		return new HangUpSignal(listener, watch);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "cluster-terminal");
		thread.setDaemon(true);
		return thread;
	}

	private static void watch(TerminalLoss terminal, ScheduledExecutorService watch) {
		if (!terminal.isTerminalPresent()) {
			watch.shutdown();
		}
	}

	private static void hungUp(TerminalLoss terminal, ScheduledExecutorService watch, Runnable onSignal) {
		Runnable decision = () -> decide(terminal, onSignal);
		if (terminal.isTerminalPresent()) {
			try {
				watch.schedule(decision, SECOND_LOOK_MILLIS, TimeUnit.MILLISECONDS);
				return;
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The terminal was lost at this moment", ex);
			}
		}
		decision.run();
	}

	private static void decide(TerminalLoss terminal, Runnable onSignal) {
		if (terminal.explainsHangUp()) {
			logger.info("The terminal was closed");
			// On a thread of its own, since the shutdown ends the thread of the watch
			new Thread(() -> System.exit(EXIT_CODE), "cluster-hang-up").start();
		}
		else {
			onSignal.run();
		}
	}

	@Override
	public void close() {
		this.listener.close();
		this.watch.shutdown();
	}

}
