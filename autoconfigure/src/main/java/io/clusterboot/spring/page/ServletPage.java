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
package io.clusterboot.spring.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.clusterboot.cluster.control.ControlHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.HttpRequestHandler;

/**
 * The page in a servlet application.
 */
public final class ServletPage {

	private static final Logger logger = LoggerFactory.getLogger(ServletPage.class);

	private final PageContent content;

	private final LiveStatus live;

	private final IncidentFile incidents;

	/**
	 * Create the page.
	 * @param control answers for the cluster
	 * @param live sends the status
	 * @param changes whether the page offers operations
	 */
	public ServletPage(ControlHandler control, LiveStatus live, boolean changes) {
		this.content = PageContent.read(changes);
		this.live = live;
		this.incidents = new IncidentFile(control);
	}

	/**
	 * Return what serves the paths of the page.
	 * @param path the path of the endpoint
	 * @return the handlers by path
	 */
	public Map<String, HttpRequestHandler> handlers(String path) {
		Map<String, HttpRequestHandler> handlers = new LinkedHashMap<>();
		handlers.put(path + "/page", this::page);
		handlers.put(path + "/live", this::live);
		handlers.put(path + "/incident", this::incident);
		return handlers;
	}

	private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setContentType("text/html;charset=UTF-8");
		response.setHeader("Content-Security-Policy", this.content.policy());
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Cache-Control", "no-store");
		response.getOutputStream().write(this.content.html());
	}

	private void incident(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext context = request.startAsync();
		this.incidents.read(request.getParameter("time")).whenComplete((text, failure) -> {
			try {
				response.setContentType("text/plain;charset=UTF-8");
				response.setHeader("X-Content-Type-Options", "nosniff");
				if (failure != null || text.isEmpty()) {
					response.setStatus(HttpServletResponse.SC_NOT_FOUND);
				}
				String body = (failure == null) ? text.orElse("The file is not there") : "The master does not answer";
				response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				logger.debug("The client is gone", ex);
			}
			finally {
				context.complete();
			}
		});
	}

	private void live(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setContentType("text/event-stream;charset=UTF-8");
		response.setHeader("Cache-Control", "no-store");
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		ServletViewer viewer = new ServletViewer(context, response.getOutputStream());
		if (!this.live.add(viewer)) {
			response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			context.complete();
			return;
		}
		viewer.start();
	}

	/**
	 * Writes with a thread of its own, since a client may be slow.
	 */
	private final class ServletViewer implements Viewer, Runnable {

		private static final String END = "";

		/**
		 * How often a client that gets nothing is tested.
		 */
		private static final Duration PATIENCE = Duration.ofSeconds(15);

		private final AsyncContext context;

		private final ServletOutputStream output;

		private final BlockingQueue<String> unsent = new LinkedBlockingQueue<>();

		ServletViewer(AsyncContext context, ServletOutputStream output) {
			this.context = context;
			this.output = output;
		}

		void start() {
			Thread thread = new Thread(this, "cluster-page-viewer");
			thread.setDaemon(true);
			thread.start();
		}

		@Override
		public boolean isReady() {
			return this.unsent.isEmpty();
		}

		@Override
		public void send(String events) {
			this.unsent.add(events);
		}

		@Override
		public void end() {
			this.unsent.add(END);
		}

		@Override
		public void run() {
			try {
				while (write()) {
					this.output.flush();
				}
			}
			catch (IOException ex) {
				logger.debug("A client of the page is gone", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				ServletPage.this.live.remove(this);
				complete();
			}
		}

		private boolean write() throws IOException, InterruptedException {
			String events = this.unsent.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			if (END.equals(events)) {
				return false;
			}
			this.output.write(((events != null) ? events : ":\n\n").getBytes(StandardCharsets.UTF_8));
			return true;
		}

		private void complete() {
			try {
				this.context.complete();
			}
			catch (IllegalStateException ex) {
				logger.debug("The stream has ended already", ex);
			}
		}

	}

}
