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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.event.SlotEvent;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.loop.ControlLoop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the protocol of {@code sd_notify(3)}. A cluster is ready when it serves, reloads
 * while it replaces its workers, and stops while they drain. While it starts, reloads or
 * stops it asks for more time, as each of these ends by itself. The sign of life for a
 * watchdog comes from the control loop, so that a loop that hangs is noticed.
 */
final class SystemdNotifier implements ServiceNotifier {

	/**
	 * How often more time is asked for.
	 */
	static final Duration EXTENSION_INTERVAL = Duration.ofSeconds(5);

	/**
	 * The time that is asked for, in microseconds.
	 */
	private static final String EXTENSION = "EXTEND_TIMEOUT_USEC=" + TimeUnit.SECONDS.toMicros(20);

	/**
	 * Longest text, in characters, so that a notification is accepted whole.
	 */
	private static final int MAX_TEXT = 1_000;

	private final ControlLoop loop;

	private final Consumer<String> output;

	private final Optional<Duration> watchdog;

	private Phase phase = Phase.STARTING;

	private Supplier<ServiceStatus> status = () -> new ServiceStatus(List.of(), 0, 0, 0, 0);

	/**
	 * What the text says beyond numbers.
	 */
	private String note = "";

	private String lastText = "";

	/**
	 * Whether workers fail again and again, so that a start may never end.
	 */
	private boolean inTrouble;

	private @Nullable Timer extension;

	SystemdNotifier(ControlLoop loop, Consumer<String> output, Optional<Duration> watchdog) {
		this.loop = loop;
		this.output = output;
		this.watchdog = watchdog;
	}

	@Override
	public void begin(Supplier<ServiceStatus> status) {
		this.status = status;
		enter(Phase.STARTING, "");
		this.watchdog.ifPresent((timeout) -> signOfLife(timeout.dividedBy(2)));
	}

	private void signOfLife(Duration interval) {
		this.output.accept("WATCHDOG=1");
		this.loop.schedule(interval, () -> signOfLife(interval));
	}

	@Override
	public void happened(ClusterEvent event) {
		if (event instanceof ClusterEvent.Message) {
			return;
		}
		if (event instanceof SlotEvent.InTrouble) {
			this.inTrouble = true;
		}
		if (this.phase == Phase.STOPPING) {
			stopping(event);
		}
		else if (event instanceof StopEvent && !(event instanceof StopEvent.Requested)) {
			enter(Phase.STOPPING, this.note);
		}
		else if (event instanceof ClusterEvent.Serving) {
			enter(Phase.SERVING, "");
		}
		else if (event instanceof RollEvent roll) {
			rolling(roll);
		}
		else {
			takeNote(event);
			tellText();
		}
	}

	private void stopping(ClusterEvent event) {
		tellText();
		if (event instanceof StopEvent.Finished) {
			// For what the application does after that
			this.output.accept(EXTENSION);
		}
	}

	private void rolling(RollEvent event) {
		if (event instanceof RollEvent.Started started) {
			enter(Phase.RELOADING, progress(started.generation(), 0, started.workers()));
		}
		else if (event instanceof RollEvent.Progressed progressed) {
			this.note = progress(progressed.generation(), progressed.replaced(), progressed.workers());
			tellText();
		}
		else if (event instanceof RollEvent.Finished) {
			enter(Phase.SERVING, "");
		}
		else if (event instanceof RollEvent.Failed failed) {
			enter(Phase.SERVING, "; the rolling restart to generation %d failed: %s".formatted(failed.generation(),
					failed.reason()));
		}
	}

	private static String progress(int generation, int replaced, int workers) {
		return "; rolling restart to generation %d, %d of %s replaced".formatted(generation, replaced,
				LogFormat.count(workers, "worker"));
	}

	private void takeNote(ClusterEvent event) {
		if (event instanceof ClusterEvent.GaveUp gaveUp) {
			this.note = "; gave up: " + gaveUp.reason();
		}
		else if (this.phase == Phase.STARTING && event instanceof Exited exited && !exited.expected()) {
			this.note = "; %s exited with %s".formatted(LogFormat.inSentence(exited.worker()), exited.status());
		}
	}

	private void enter(Phase next, String note) {
		this.phase = next;
		this.note = note;
		this.lastText = text();
		if (this.extension != null) {
			this.extension.cancel();
			this.extension = null;
		}
		this.output.accept(next.assignment(this.loop) + "STATUS=" + this.lastText);
		if (next != Phase.SERVING) {
			extend();
		}
	}

	private void extend() {
		if (this.phase != Phase.STARTING || !this.inTrouble) {
			this.output.accept(EXTENSION);
		}
		this.extension = this.loop.schedule(EXTENSION_INTERVAL, this::extend);
	}

	private void tellText() {
		String text = text();
		if (!text.equals(this.lastText)) {
			this.lastText = text;
			this.output.accept("STATUS=" + text);
		}
	}

	private String text() {
		String text = this.phase.describe(this.status.get()) + this.note;
		String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
		return (line.length() > MAX_TEXT) ? line.substring(0, MAX_TEXT) : line;
	}

	@Override
	public void close() {
		if (this.output instanceof Closeable closeable) {
			try {
				closeable.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * What the service manager believes of the cluster.
	 */
	private enum Phase {

		STARTING {

			@Override
			String assignment(ControlLoop loop) {
				return "";
			}

			@Override
			String describe(ServiceStatus status) {
				return status.starting();
			}

		},

		SERVING {

			@Override
			String assignment(ControlLoop loop) {
				return "READY=1\n";
			}

			@Override
			String describe(ServiceStatus status) {
				return status.serving() + ", generation " + status.generation();
			}

		},

		RELOADING {

			/**
			 * The clock of the JVM is CLOCK_MONOTONIC, which the protocol asks for.
			 */
			@Override
			String assignment(ControlLoop loop) {
				return "RELOADING=1\nMONOTONIC_USEC=%d\n".formatted(TimeUnit.NANOSECONDS.toMicros(loop.nanoTime()));
			}

			@Override
			String describe(ServiceStatus status) {
				return status.serving();
			}

		},

		STOPPING {

			@Override
			String assignment(ControlLoop loop) {
				return "STOPPING=1\n";
			}

			@Override
			String describe(ServiceStatus status) {
				return status.stopping();
			}

		};

		abstract String assignment(ControlLoop loop);

		abstract String describe(ServiceStatus status);

	}

}
