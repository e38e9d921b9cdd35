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

import java.util.concurrent.CountDownLatch;

import io.clusterboot.spring.warmup.WarmUpFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.ExitCodeEvent;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextStoppedEvent;
import org.springframework.core.Ordered;

/**
 * Notices that the application of a worker ends by itself: its start failed, or it closed
 * or stopped its context. The master learns that at once, and the process exits as soon
 * as the context is closed, whatever threads the application left behind. A listener of
 * the application, not a bean, so that it sees a start that fails early.
 */
final class ApplicationEndListener implements ApplicationListener<ApplicationEvent>, Ordered {

	private static final String LAST_BEAN = "clusterLastBean";

	private static final int FAILED = 1;

	private final WorkerExit exit;

	private final EndAnnouncement announcement;

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile int exitCode;

	ApplicationEndListener(WorkerExit exit, EndAnnouncement announcement) {
		this.exit = exit;
		this.announcement = announcement;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationContextInitializedEvent initialized) {
			initialized(initialized.getApplicationContext().getBeanFactory());
		}
		else if (event instanceof ExitCodeEvent exitCode) {
			this.exitCode = exitCode.getExitCode();
		}
		else if (event instanceof ApplicationFailedEvent failed) {
			failed(failed.getApplicationContext(), failed.getException());
		}
		else if (event instanceof ContextClosedEvent closed) {
			ended(closed.getApplicationContext(), "its context was closed", this.closed);
		}
		else if (event instanceof ContextStoppedEvent stopped) {
			ended(stopped.getApplicationContext(), "its context was stopped", new CountDownLatch(0));
		}
	}

	/**
	 * Be notified when all beans are destroyed: the bean that is known first is destroyed
	 * last.
	 */
	private void initialized(ConfigurableListableBeanFactory beans) {
		if (beans instanceof DefaultSingletonBeanRegistry registry) {
			registry.registerDisposableBean(LAST_BEAN, this.closed::countDown);
		}
	}

	private void failed(@Nullable ApplicationContext context, Throwable failure) {
		if (this.exit.isApplication(context)) {
			this.announcement.announce(reason(failure));
			this.exit.exitAfter(ApplicationEnd.failedHere((this.exitCode != 0) ? this.exitCode : FAILED));
		}
	}

	private static String reason(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof WarmUpFailedException warmUp) {
				return "its warm-up failed: " + warmUp.reason();
			}
		}
		return "its start failed";
	}

	private void ended(ApplicationContext context, String reason, CountDownLatch end) {
		if (!this.exit.isApplication(context)) {
			return;
		}
		if (this.exit.hasBegun()) {
			// The exit status tells why: a signal, or the code of System.exit
			this.announcement.announce(null);
			return;
		}
		this.announcement.announce(reason);
		this.exit.exitAfter(ApplicationEnd.closingHere(end, this.exitCode));
	}

}
