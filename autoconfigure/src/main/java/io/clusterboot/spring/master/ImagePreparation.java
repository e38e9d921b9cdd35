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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.image.ImageReport;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.spring.settings.ClusterSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.FileSystemUtils;

/**
 * Prepares the image that workers start from, in place of running the application, and
 * ends the process: starts one worker on a port of the loopback interface, sends it some
 * requests, and makes the archive of the classes it has loaded. A listener of the
 * application, not a bean.
 */
public final class ImagePreparation implements ApplicationListener<ApplicationPreparedEvent>, Ordered {

	/**
	 * Longest time that the making of the archive may take, in minutes.
	 */
	private static final long PATIENCE = 10;

	private static final long MEBI = 1024L * 1024;

	private static final Logger logger = LoggerFactory.getLogger(ImagePreparation.class);

	private final ClusterSettings settings;

	private final IntConsumer exit;

	/**
	 * Create the listener.
	 * @param settings the settings of the cluster that is to be started later
	 */
	public ImagePreparation(ClusterSettings settings) {
		this(settings, System::exit);
	}

	ImagePreparation(ClusterSettings settings, IntConsumer exit) {
		this.settings = settings;
		this.exit = exit;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		this.exit.accept(prepare() ? 0 : 1);
	}

	private boolean prepare() {
		if (!this.settings.master().image().enabled()) {
			logger.error("No image was prepared: 'cluster.worker.image.enabled' is false (expected: true)");
			return false;
		}
		Path temporary;
		try {
			temporary = Files.createTempDirectory("clusterboot-");
		}
		catch (IOException ex) {
			logger.error("No image was prepared, as there is no folder for temporary files", ex);
			return false;
		}
		try {
			return prepare(temporary);
		}
		finally {
			delete(temporary);
		}
	}

	/**
	 * Prepare the image.
	 * @param temporary for the temporary files of the worker, which is killed in the end:
	 * those of its web server would stay, in the layer of a container image too
	 */
	private boolean prepare(Path temporary) {
		FirstExit first = new FirstExit();
		MasterSettings single = this.settings.master()
			.withWorkers(1)
			.withImage(this.settings.master().image().forPreparation());
		try (ClusterMaster master = ClusterMaster.create(single, launch(temporary), this.settings.configuration(),
				ServiceEnvironment.NONE, List.of(first))) {
			InetSocketAddress address = master.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
			CompletableFuture<?> started = master.start();
			CompletableFuture.anyOf(started, first.exited).get(startupTimeout().toMillis(), TimeUnit.MILLISECONDS);
			// Its recording is complete when the other listeners have the events, too
			CompletableFuture<Void> told = new CompletableFuture<>();
			master.afterEvents(() -> told.complete(null));
			told.get(startupTimeout().toMillis(), TimeUnit.MILLISECONDS);
			if (first.exited.isDone()) {
				logger.warn("The application did not start; the archive has the classes that it loaded until it ended");
			}
			else {
				new TrainingRequests(address).send();
			}
			ImageReport report = master.images().orElseThrow().makeNow().get(PATIENCE, TimeUnit.MINUTES);
			master.stop();
			master.stopNow();
			return tell(report);
		}
		catch (IOException | ExecutionException | CompletionException | TimeoutException ex) {
			logger.error("No image was prepared", ex);
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Return the launch of the worker, with that folder. Another user may not write to
	 * it, and another program than a JVM does not know it.
	 */
	private WorkerLaunch launch(Path temporary) {
		WorkerLaunch launch = this.settings.launch();
		return (launch.uid().isPresent() || launch.javaCommands().isEmpty()) ? launch
				: launch.appendVmOptions(List.of("-Djava.io.tmpdir=" + temporary));
	}

	private static void delete(Path temporary) {
		try {
			FileSystemUtils.deleteRecursively(temporary);
		}
		catch (IOException ex) {
			logger.debug("{} was left", temporary, ex);
		}
	}

	/**
	 * A worker that is not ready in time is ended by the master, which takes a little
	 * longer.
	 */
	private Duration startupTimeout() {
		return this.settings.master().startupTimeout().multipliedBy(4);
	}

	private static boolean tell(ImageReport report) {
		if (report.archives().isEmpty()) {
			logger.error("No image was prepared: {}", report.missingReason());
			return false;
		}
		for (ImageReport.Archive archive : report.archives()) {
			logger.info("Prepared: workers with these JVM options start with the class-data archive {} ({} MB, {})",
					archive.file(), archive.size() / MEBI, archive.duration().isZero() ? "was there before"
							: "made in %d ms".formatted(archive.duration().toMillis()));
		}
		return true;
	}

	/**
	 * Completes when the worker ends, which it is not asked to.
	 */
	private static final class FirstExit implements ClusterListener {

		private final CompletableFuture<Void> exited = new CompletableFuture<>();

		@Override
		public void onEvent(ClusterEvent event) {
			if (event instanceof ClusterEvent.Exited exited && !exited.expected()) {
				this.exited.complete(null);
			}
		}

	}

}
