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
package io.clusterboot.spring.drain;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that can be ended from outside if it is an event stream, but never within an
 * event: an event that is being sent is completed. May be used from any thread.
 */
final class ServletEventStream extends HttpServletResponseWrapper {

	private static final Logger logger = LoggerFactory.getLogger(ServletEventStream.class);

	private static final String EVENT_STREAM = "text/event-stream";

	private final Consumer<ServletEventStream> onBegin;

	private final ReentrantLock writing = new ReentrantLock();

	private @Nullable ServletOutputStream output;

	private @Nullable AsyncContext context;

	private boolean begun;

	private boolean ends;

	private boolean ended;

	/**
	 * The last bytes that were written, the latest one in the lowest byte; an empty line
	 * at the begin.
	 */
	private int last = 0x0A0A;

	/**
	 * Create a new instance.
	 * @param response the response
	 * @param onBegin called when the response turns out to be an event stream
	 */
	ServletEventStream(HttpServletResponse response, Consumer<ServletEventStream> onBegin) {
		super(response);
		this.onBegin = onBegin;
	}

	boolean isEventStream() {
		String type = getContentType();
		return type != null && type.startsWith(EVENT_STREAM);
	}

	/**
	 * Set how the stream is ended.
	 * @param request the request, whose asynchronous context completes the response
	 * @param whenOver called when the response is complete
	 */
	void endWith(ServletRequest request, Runnable whenOver) {
		this.writing.lock();
		try {
			AsyncContext context = request.getAsyncContext();
			context.addListener(new EndListener(whenOver));
			this.context = context;
			endBetweenEvents();
		}
		catch (IllegalStateException ex) {
			logger.debug("The event stream has ended already", ex);
			whenOver.run();
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * End the stream as soon as no event is being sent.
	 */
	void end() {
		this.writing.lock();
		try {
			this.ends = true;
			endBetweenEvents();
		}
		finally {
			this.writing.unlock();
		}
	}

	private void endBetweenEvents() {
		AsyncContext context = this.context;
		if (!this.ends || this.ended || context == null || !isBetweenEvents()) {
			return;
		}
		this.ended = true;
		try {
			context.complete();
		}
		catch (IllegalStateException ex) {
			logger.debug("The event stream has ended by itself", ex);
		}
	}

	private boolean isBetweenEvents() {
		return (this.last & 0xFFFF) == 0x0A0A || (this.last & 0xFFFF) == 0x0D0D || this.last == 0x0D0A0D0A;
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.output == null) {
			this.output = new Output(super.getOutputStream());
		}
		return this.output;
	}

	/**
	 * Passes bytes on and remembers the last ones.
	 */
	private final class Output extends ServletOutputStream {

		private final ServletOutputStream target;

		Output(ServletOutputStream target) {
			this.target = target;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			ReentrantLock writing = ServletEventStream.this.writing;
			writing.lock();
			try {
				if (ServletEventStream.this.ended) {
					throw new IOException("The event stream was ended, as this worker drains");
				}
				begin();
				for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
					ServletEventStream.this.last = ServletEventStream.this.last << Byte.SIZE | bytes[offset + i] & 0xFF;
				}
				this.target.write(bytes, offset, length);
			}
			finally {
				writing.unlock();
			}
		}

		private void begin() {
			if (!ServletEventStream.this.begun) {
				ServletEventStream.this.begun = true;
				if (isEventStream()) {
					ServletEventStream.this.onBegin.accept(ServletEventStream.this);
				}
			}
		}

		@Override
		public void flush() throws IOException {
			ServletEventStream.this.writing.lock();
			try {
				// A response is not completed while another thread sends
				if (!ServletEventStream.this.ended) {
					this.target.flush();
					endBetweenEvents();
				}
			}
			finally {
				ServletEventStream.this.writing.unlock();
			}
		}

		@Override
		public void close() throws IOException {
			this.target.close();
		}

		@Override
		public boolean isReady() {
			return this.target.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.target.setWriteListener(listener);
		}

	}

	/**
	 * Tells when the response is complete.
	 */
	private record EndListener(Runnable whenOver) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.whenOver.run();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// Completed later
		}

		@Override
		public void onError(AsyncEvent event) {
			// Completed later
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

	}

}
