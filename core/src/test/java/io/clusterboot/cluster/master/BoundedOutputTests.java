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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BoundedOutput}.
 */
@Timeout(60)
class BoundedOutputTests {

	private static final Duration SHORT = Duration.ofMillis(1);

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final int CAPACITY = 20;

	private final BlockingQueue<LostOutput> reports = new LinkedBlockingQueue<>();

	private final Target target = new Target();

	@Test
	void chunksArriveWholeAndInOrder() {
		BoundedOutput output = output(LONG);
		for (int i = 0; i < 1000; i++) {
			write(output, "line " + i + "\n");
		}
		await().untilAsserted(() -> assertThat(this.target.lines()).hasSize(1000));
		assertThat(this.target.lines()).startsWith("line 0", "line 1").endsWith("line 998", "line 999");
		assertThat(this.reports).isEmpty();
	}

	@Test
	void whatWasWrittenWaitingIsThere() throws IOException {
		OutputStream waiting = output(LONG).waiting();
		waiting.write("hello\n".getBytes(StandardCharsets.UTF_8));
		assertThat(this.target.lines()).containsExactly("hello");
	}

	@Test
	void failureIsNotTheEndAndTheLossIsReportedOnce() throws Exception {
		OutputStream waiting = output(LONG).waiting();
		this.target.full = true;
		waiting.write("1\n".getBytes(StandardCharsets.UTF_8));
		waiting.write("2\n3\n".getBytes(StandardCharsets.UTF_8));
		assertThat(this.reports).isEmpty();
		this.target.full = false;
		waiting.write("4\n".getBytes(StandardCharsets.UTF_8));
		assertThat(this.target.lines()).containsExactly("", "4");
		assertThat(report()).isEqualTo(new LostOutput(3, 6)).hasToString("3 lines (6 bytes)");
		waiting.write("5\n".getBytes(StandardCharsets.UTF_8));
		assertThat(this.target.lines()).containsExactly("", "4", "5");
		assertThat(this.reports).isEmpty();
	}

	@Test
	void targetThatTakesNothingStopsNobody() throws Exception {
		BoundedOutput output = output(SHORT);
		OutputStream waiting = output.waiting();
		CountDownLatch reading = this.target.standStill();
		write(output, "0123456789\n");
		for (int i = 0; i < 100; i++) {
			write(output, "12345678\n");
			waiting.write("x\n".getBytes(StandardCharsets.UTF_8));
		}
		reading.countDown();
		LostOutput lost = report();
		List<String> lines = this.target.lines();
		assertThat(lines).first().isEqualTo("0123456789");
		assertThat(lines.size() + lost.lines()).isEqualTo(201);
		assertThat(this.target.length() + lost.bytes()).isEqualTo(11 + 100 * 11);
		waiting.write("after\n".getBytes(StandardCharsets.UTF_8));
		await().untilAsserted(() -> assertThat(this.target.lines()).last().isEqualTo("after"));
	}

	@Test
	void chunkThatIsLargerThanAllThatMayWaitIsWritten() {
		BoundedOutput output = output(LONG);
		write(output, "x".repeat(10 * CAPACITY) + "\n");
		write(output, "y\n");
		await().untilAsserted(() -> assertThat(this.target.lines()).containsExactly("x".repeat(10 * CAPACITY), "y"));
	}

	@Test
	void largeChunkDoesNotWaitForAnEmptyQueue() {
		BoundedOutput output = output(SHORT);
		CountDownLatch reading = this.target.standStill();
		write(output, "a\n");
		write(output, "x".repeat(10 * CAPACITY) + "\n");
		reading.countDown();
		await().untilAsserted(() -> assertThat(this.target.lines()).containsExactly("a", "x".repeat(10 * CAPACITY)));
		assertThat(this.reports).isEmpty();
	}

	@Test
	void writersNeverShareALine() throws IOException {
		BoundedOutput output = output(LONG);
		OutputStream first = output.writer();
		OutputStream second = output.writer();
		OutputStream waiting = output.waiting();
		write(first, "a line of the first that is not");
		write(first, " complete, ");
		write(second, "second\n");
		write(first, "it goes on\n");
		write(second, "cut off");
		waiting.write("master\n".getBytes(StandardCharsets.UTF_8));
		assertThat(this.target.lines()).containsExactly("a line of the first that is not complete, ", "second",
				"it goes on", "cut off", "master");
	}

	@Test
	void interruptedWriterDoesNotWaitAndStaysInterrupted() {
		OutputStream waiting = output(LONG).waiting();
		CountDownLatch reading = this.target.standStill();
		Thread.currentThread().interrupt();
		assertThat(writeInterrupted(waiting)).isTrue();
		reading.countDown();
		await().untilAsserted(() -> assertThat(this.target.lines()).containsExactly("interrupted"));
	}

	private static boolean writeInterrupted(OutputStream output) {
		try {
			output.write("interrupted\n".getBytes(StandardCharsets.UTF_8));
			return Thread.interrupted();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private BoundedOutput output(Duration patience) {
		return new BoundedOutput("bounded-output-test", this.target, CAPACITY, patience, this.reports::add);
	}

	private LostOutput report() throws InterruptedException {
		return this.reports.poll(60, TimeUnit.SECONDS);
	}

	private static void write(OutputStream output, String text) {
		try {
			output.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A target that stands still, or is full, when told so.
	 */
	private static final class Target extends OutputStream {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private volatile boolean full;

		private volatile CountDownLatch reading = new CountDownLatch(0);

		private CountDownLatch standStill() {
			this.reading = new CountDownLatch(1);
			return this.reading;
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] source, int offset, int length) throws IOException {
			try {
				this.reading.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			if (this.full) {
				throw new IOException("No space left on device");
			}
			this.bytes.write(source, offset, length);
		}

		private int length() {
			return this.bytes.size();
		}

		private List<String> lines() {
			return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
		}

	}

}
