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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Event streams of servlets end between two events.
 */
class ServletEventStreamDrainTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final ServletEventStreamDrain drain = new ServletEventStreamDrain(Duration.ZERO, Duration.ofMillis(20));

	private final CompletableFuture<Void> completed = new CompletableFuture<>();

	private ServletOutputStream output;

	@Test
	void streamThatIsBetweenEventsEnds() throws Exception {
		begin("text/event-stream");
		write("id:1\ndata:a\n\n");
		assertThat(this.completed).isNotDone();
		drain();
		assertThat(this.completed).succeedsWithin(DEADLINE);
	}

	@Test
	void eventThatIsBeingSentIsCompleted() throws Exception {
		ServletEventStream stream = new ServletEventStream(new MockHttpServletResponse(), (begun) -> {
		});
		stream.setContentType("text/event-stream");
		MockHttpServletRequest request = request();
		stream.endWith(request, () -> {
		});
		this.output = stream.getOutputStream();
		write("data:a");
		stream.end();
		assertThat(this.completed).isNotDone();
		write("\n");
		assertThat(this.completed).isNotDone();
		write("\n");
		assertThat(this.completed).isDone();
	}

	@Test
	void streamDoesNotEndWhileItIsFlushedAndIsNotWrittenAfterwards() throws Exception {
		FlushedResponse response = new FlushedResponse();
		ServletEventStream stream = new ServletEventStream(response, (begun) -> {
		});
		stream.setContentType("text/event-stream");
		stream.endWith(request(), () -> {
		});
		response.onFlush = () -> {
			CompletableFuture<Void> end = CompletableFuture.runAsync(stream::end);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> end.get(100, TimeUnit.MILLISECONDS));
			assertThat(this.completed).isNotDone();
		};
		this.output = stream.getOutputStream();
		write("data:a\n\n");
		assertThat(this.completed).succeedsWithin(DEADLINE);
		this.output.flush();
		assertThat(response.flushes).isOne();
		assertThatIOException().isThrownBy(() -> write("data:b\n\n"));
		assertThat(response.getContentAsString()).isEqualTo("data:a\n\n");
	}

	@Test
	void streamThatBeginsDuringTheDrainEnds() throws Exception {
		drain();
		begin("text/event-stream;charset=UTF-8");
		write("data:a\r\n\r\n");
		assertThat(this.completed).succeedsWithin(DEADLINE);
	}

	@Test
	void otherResponseDoesNotEnd() throws Exception {
		begin("application/x-ndjson");
		write("{}\n\n");
		drain();
		CompletableFuture<Void> later = new CompletableFuture<Void>().completeOnTimeout(null, 100,
				TimeUnit.MILLISECONDS);
		assertThat(later).succeedsWithin(DEADLINE);
		assertThat(this.completed).isNotDone();
	}

	private void begin(String contentType) throws IOException, ServletException {
		MockHttpServletRequest request = request();
		MockHttpServletResponse response = new MockHttpServletResponse();
		AtomicReference<ServletResponse> seen = new AtomicReference<>();
		this.drain.doFilter(request, response, (filtered, wrapped) -> {
			wrapped.setContentType(contentType);
			seen.set(wrapped);
		});
		this.output = seen.get().getOutputStream();
	}

	private MockHttpServletRequest request() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setAsyncSupported(true);
		request.startAsync().addListener(new Completion(this.completed));
		return request;
	}

	private void write(String text) throws IOException {
		this.output.write(text.getBytes(StandardCharsets.UTF_8));
		this.output.flush();
	}

	private void drain() {
		this.drain.start();
		this.drain.stop();
	}

	/**
	 * A response that does something when it is flushed.
	 */
	private static final class FlushedResponse extends MockHttpServletResponse {

		private Runnable onFlush = () -> {
		};

		private int flushes;

		@Override
		public ServletOutputStream getOutputStream() {
			return new DelegatingServletOutputStream(super.getOutputStream()) {

				@Override
				public void flush() throws IOException {
					FlushedResponse.this.flushes++;
					FlushedResponse.this.onFlush.run();
					super.flush();
				}

			};
		}

	}

	private record Completion(CompletableFuture<Void> completed) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.completed.complete(null);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			throw new AssertionError("timeout");
		}

		@Override
		public void onError(AsyncEvent event) {
			throw new AssertionError(event.getThrowable());
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			throw new AssertionError("started again");
		}

	}

}
