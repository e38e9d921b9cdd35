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

package io.clusterboot.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outgoing half of a channel.
 * <p>
 * Whoever sends writes, without blocking, as long as the kernel takes everything; what it
 * does not take is queued, and one writer thread, started when it is first needed,
 * finishes. While a handle waits for its answer what is behind it waits too, except for
 * our own answers, so that two processes that send handles to each other both go on.
 */
final class Outbound implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final int HIGH_WATER_MARK = 128 * 1024;

	private static final int MAX_ATTEMPTS = 4;

	private static final int MAX_ANSWERS = 32;

	/**
	 * Sends that follow each other this fast, this often, are a burst.
	 */
	private static final long BURST_GAP_NANOS = 8_000;

	private static final int BURST_LENGTH = 32;

	/**
	 * How long the writer collects what a burst brings, and how much at most.
	 */
	private static final long BURST_LINGER_NANOS = 50_000;

	private static final int BURST_BYTES = 32 * 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);

	private final ArrayDeque<Frame> answers = new ArrayDeque<>();

	private final ArrayDeque<Frame> queue = new ArrayDeque<>();

	private final ArrayDeque<Frame> staged = new ArrayDeque<>();

	private final ArrayDeque<Frame> inFlight = new ArrayDeque<>();

	private final ArrayDeque<Runnable> completions = new ArrayDeque<>();

	private final ArrayDeque<Boolean> earlyAnswers = new ArrayDeque<>();

	private final int[] descriptors;

	private final ChannelOptions options;

	private final UnixStream stream;

	private final ChannelCounters counters;

	private int descriptorCount;

	private @Nullable Frame partial;

	private boolean tailFirst;

	private boolean handlesHeld;

	private int handlesPerWrite;

	private long copiedTotal;

	private long writtenTotal;

	private long queuedBytes;

	private boolean blocked;

	private boolean writing;

	private boolean bursting;

	private int rapidSends;

	private long lastSend;

	private boolean completing;

	private boolean writerStarted;

	private boolean writerTimed;

	private boolean readerStarted;

	private int parties = 1;

	private State state = State.OPEN;

	private volatile boolean connected = true;

	private volatile boolean closed;

	private boolean closedHere;

	private @Nullable Throwable failure;

	Outbound(UnixStream stream, ChannelOptions options, ChannelCounters counters) {
		this.stream = stream;
		this.options = options;
		this.counters = counters;
		this.handlesPerWrite = options.peer().handlesPerWrite();
		this.descriptors = new int[this.handlesPerWrite];
	}

	Sent send(Frame frame) {
		Sent sent;
		this.lock.lock();
		try {
			ChannelException refusal = refusal(frame);
			if (refusal != null) {
				frame.closeHandle();
				this.counters.failedSends.increment();
				return Sent.failed(refusal);
			}
			this.queue.add(frame);
			this.queuedBytes += frame.bytes.length;
			if (!leaveToWriter()) {
				attempt();
			}
			sent = sent(frame);
			if (this.completions.isEmpty()) {
				return sent;
			}
		}
		finally {
			this.lock.unlock();
		}
		complete();
		return sent;
	}

	/**
	 * A system call for each of many small messages costs more than all the rest, so in a
	 * burst the writer collects them. Who sends now and then writes at once.
	 */
	private boolean leaveToWriter() {
		if (this.bursting) {
			if (this.queuedBytes >= BURST_BYTES && !this.writing && !this.blocked) {
				this.work.signal();
			}
			return true;
		}
		long now = System.nanoTime();
		boolean rapid = now - this.lastSend < BURST_GAP_NANOS;
		this.lastSend = now;
		this.rapidSends = rapid ? this.rapidSends + 1 : 0;
		if (this.rapidSends < BURST_LENGTH || this.blocked || (this.inFlight.size() > 0 && isNode())) {
			return false;
		}
		this.bursting = true;
		wakeWriter();
		return true;
	}

	private boolean isNode() {
		return this.options.peer() == Peer.NODE;
	}

	private @Nullable ChannelException refusal(Frame frame) {
		if (this.state != State.OPEN) {
			return new ChannelClosedException(this.options.name(), this.failure);
		}
		if (this.queuedBytes + frame.bytes.length > this.options.maxQueuedBytes()) {
			return new ChannelQueueFullException(this.options.name(), frame.bytes.length, this.queuedBytes,
					this.options.maxQueuedBytes());
		}
		return null;
	}

	private Sent sent(Frame frame) {
		CompletableFuture<Void> written;
		if (frame.end != 0 && frame.end <= this.writtenTotal) {
			written = CompletableFuture.completedFuture(null);
		}
		else if (isOver()) {
			written = CompletableFuture.failedFuture(new ChannelClosedException(this.options.name(), this.failure));
		}
		else {
			written = new CompletableFuture<>();
			frame.written = written;
		}
		CompletableFuture<Void> acknowledged = frame.acknowledged;
		if (isOver()) {
			return new Sent(false, written, (acknowledged != null) ? acknowledged : written);
		}
		boolean held = !this.inFlight.isEmpty() && !this.blocked && !this.bursting && this.queue.size() > 1;
		return new Sent(!held && this.queuedBytes < HIGH_WATER_MARK, written,
				(acknowledged != null) ? acknowledged : written);
	}

	/**
	 * Answer a handle that the peer sent, ahead of everything that waits.
	 */
	void answer(Frame answer) {
		this.lock.lock();
		try {
			if (isOver()) {
				return;
			}
			this.answers.add(answer);
			this.queuedBytes += answer.bytes.length;
			if (isNode() || this.answers.size() >= MAX_ANSWERS) {
				attempt();
			}
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	/**
	 * Send the answers that wait for company. Only peers that have many handles on their
	 * way let them.
	 */
	void flushAnswers() {
		this.lock.lock();
		try {
			if (!this.answers.isEmpty()) {
				attempt();
			}
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	/**
	 * The peer has answered the oldest handle.
	 * @return whether there was one to answer
	 */
	boolean answered(boolean acknowledged) {
		this.lock.lock();
		try {
			Frame frame = this.inFlight.peek();
			if (frame == null) {
				return false;
			}
			if (!frame.departed) {
				// the peer may be faster than the thread that is just writing
				return this.writing && this.earlyAnswers.size() < this.descriptorCount
						&& this.earlyAnswers.add(acknowledged);
			}
			answered(this.inFlight.remove(), acknowledged);
			attempt();
		}
		finally {
			this.lock.unlock();
		}
		complete();
		return true;
	}

	private void answered(Frame frame, boolean acknowledged) {
		this.handlesHeld = false;
		if (acknowledged || frame.expired) {
			settle(frame, null);
		}
		else if (++frame.attempts < MAX_ATTEMPTS) {
			sendAgain(frame);
		}
		else {
			settle(frame,
					new HandleNotAcknowledgedException(
							"The peer of the channel '%s' refused a handle %d times: it received no descriptor"
								.formatted(this.options.name(), frame.attempts)));
		}
	}

	private void sendAgain(Frame frame) {
		frame.copied = 0;
		frame.end = 0;
		frame.departed = false;
		this.queuedBytes += frame.bytes.length;
		this.queue.addFirst(frame);
	}

	private void settle(Frame frame, @Nullable ChannelException failure) {
		frame.closeHandle();
		if (frame.expired) {
			return;
		}
		CompletableFuture<Void> acknowledged = frame.acknowledged;
		if (failure != null) {
			this.counters.failedSends.increment();
		}
		if (acknowledged != null) {
			this.completions.add((failure != null) ? () -> acknowledged.completeExceptionally(failure)
					: () -> acknowledged.complete(null));
		}
	}

	/**
	 * Send nothing more, finish what waits, then close.
	 */
	void disconnect() {
		this.lock.lock();
		try {
			if (this.state == State.OPEN) {
				this.state = State.DRAINING;
				this.connected = false;
				this.closedHere = true;
				finishIfDrained();
			}
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	void close() {
		this.lock.lock();
		try {
			if (!isOver()) {
				this.closedHere = true;
				attempt();
			}
			end(null);
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	/**
	 * The reader has seen the end of the stream.
	 */
	void endOfStream(@Nullable Throwable cause) {
		this.lock.lock();
		try {
			end(cause);
		}
		finally {
			this.lock.unlock();
		}
		complete();
	}

	/**
	 * Claim the stream for the reader.
	 * @return {@code false} if there is nothing to read any more
	 */
	boolean startReading() {
		this.lock.lock();
		try {
			if (this.readerStarted) {
				throw new IllegalStateException("The channel '%s' was already started".formatted(this.options.name()));
			}
			this.readerStarted = true;
			if (this.state == State.CLOSED) {
				return false;
			}
			this.parties++;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isConnected() {
		return this.connected;
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isClosedHere() {
		this.lock.lock();
		try {
			return this.closedHere;
		}
		finally {
			this.lock.unlock();
		}
	}

	long queuedBytes() {
		this.lock.lock();
		try {
			return this.queuedBytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The stream is closed by the last of those who use it.
	 */
	void leave() {
		this.lock.lock();
		try {
			if (--this.parties == 0) {
				this.stream.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isOver() {
		return this.state == State.BROKEN || this.state == State.CLOSED;
	}

	/**
	 * Write, unless another thread does: it goes on with what was queued meanwhile.
	 */
	private void attempt() {
		if (this.writing || this.blocked || isOver()) {
			return;
		}
		this.writing = true;
		this.parties++;
		try {
			pump();
		}
		catch (IOException | RuntimeException ex) {
			// what the peer still sent can be read, so the reader announces the end
			if (!isOver()) {
				this.state = State.BROKEN;
				fail(ex);
				this.stream.shutdown();
			}
		}
		finally {
			this.writing = false;
			leave();
		}
		if (!isOver()) {
			finishIfDrained();
		}
	}

	/**
	 * Write until nothing is left that may be sent now, or the kernel takes no more. The
	 * lock is given up for each write.
	 */
	private void pump() throws IOException {
		while (!isOver()) {
			if (!this.out.hasRemaining()) {
				fill();
				if (!this.out.hasRemaining()) {
					return;
				}
			}
			int count;
			try {
				count = write();
			}
			catch (UnixStream.DescriptorRefusedException ex) {
				if (!isOver()) {
					refused(ex);
				}
				continue;
			}
			if (isOver()) {
				return;
			}
			if (count == 0) {
				this.earlyAnswers.clear();
				this.blocked = true;
				wakeWriter();
				return;
			}
			written(count);
		}
	}

	private int write() throws IOException {
		int[] descriptors = (this.descriptorCount != 0) ? Arrays.copyOf(this.descriptors, this.descriptorCount) : null;
		int from = this.out.position();
		int to = this.out.limit();
		this.lock.unlock();
		try {
			return (descriptors != null) ? this.stream.write(this.out, from, to, descriptors)
					: this.stream.write(this.out, from, to);
		}
		finally {
			this.lock.lock();
		}
	}

	private void written(int count) {
		this.out.position(this.out.position() + count);
		this.writtenTotal += count;
		this.queuedBytes -= count;
		if (this.descriptorCount > 0) {
			departed();
		}
		for (Frame frame = this.staged.peek(); frame != null
				&& frame.end <= this.writtenTotal; frame = this.staged.peek()) {
			this.staged.poll();
			CompletableFuture<Void> written = frame.written;
			if (written != null) {
				this.completions.add(() -> written.complete(null));
			}
		}
		while (!this.earlyAnswers.isEmpty()) {
			answered(this.inFlight.remove(), this.earlyAnswers.remove());
		}
	}

	private void fill() {
		this.out.clear();
		this.tailFirst = this.partial != null;
		for (Frame frame = next(); frame != null; frame = next()) {
			if (frame.handle != null && frame.copied == 0) {
				this.descriptors[this.descriptorCount++] = frame.handle.descriptor();
				this.inFlight.add(frame);
			}
			int count = Math.min(this.out.remaining(), frame.bytes.length - frame.copied);
			this.out.put(frame.bytes, frame.copied, count);
			frame.copied += count;
			this.copiedTotal += count;
			if (frame.copied < frame.bytes.length) {
				this.partial = frame;
				break;
			}
			this.partial = null;
			frame.end = this.copiedTotal;
			this.staged.add(frame);
			if (!this.out.hasRemaining()) {
				break;
			}
		}
		this.out.flip();
	}

	private @Nullable Frame next() {
		if (this.partial != null) {
			return this.partial;
		}
		boolean node = isNode();
		if (node && this.descriptorCount > 0) {
			return null;
		}
		if (!this.answers.isEmpty()) {
			return this.answers.poll();
		}
		Frame frame = this.queue.peek();
		if (frame == null || (node && !this.inFlight.isEmpty())) {
			return null;
		}
		if (frame.handle != null && !mayDepart(node)) {
			return null;
		}
		return this.queue.poll();
	}

	private boolean mayDepart(boolean node) {
		return !this.handlesHeld && !this.tailFirst && (!node || this.out.position() == 0)
				&& this.descriptorCount < this.handlesPerWrite
				&& this.inFlight.size() < this.options.peer().handlesInFlight();
	}

	private void departed() {
		this.descriptorCount = 0;
		long timeout = this.options.answerTimeout().toNanos();
		long deadline = (timeout != 0) ? System.nanoTime() + timeout : 0;
		for (var frames = this.inFlight.descendingIterator(); frames.hasNext();) {
			Frame frame = frames.next();
			if (frame.departed) {
				break;
			}
			frame.departed = true;
			frame.deadline = deadline;
			this.counters.handlesSent.increment();
		}
		if (timeout != 0 && !this.writerTimed) {
			wakeWriter();
		}
	}

	/**
	 * The kernel does not send the descriptors. If others are on their way there are too
	 * many, and an answer makes room; otherwise it never will.
	 */
	private void refused(UnixStream.DescriptorRefusedException ex) {
		int refused = this.descriptorCount;
		this.earlyAnswers.clear();
		unstage();
		if (!this.inFlight.isEmpty()) {
			this.handlesHeld = true;
		}
		else if (refused > 1) {
			this.handlesPerWrite = 1;
		}
		else {
			ArrayDeque<Frame> ahead = new ArrayDeque<>();
			Frame frame = this.queue.remove();
			while (frame.handle == null) {
				ahead.push(frame);
				frame = this.queue.remove();
			}
			ahead.forEach(this.queue::addFirst);
			this.queuedBytes -= frame.bytes.length;
			ChannelException failure = new ChannelException(
					"A handle could not be sent over the channel '%s'".formatted(this.options.name()), ex.getCause());
			CompletableFuture<Void> written = frame.written;
			if (written != null) {
				this.completions.add(() -> written.completeExceptionally(failure));
			}
			settle(frame, failure);
		}
	}

	private void unstage() {
		this.copiedTotal -= this.out.limit();
		this.out.limit(0);
		this.descriptorCount = 0;
		if (this.partial != null) {
			unstage(this.partial);
			this.partial = null;
		}
		while (!this.staged.isEmpty()) {
			unstage(this.staged.removeLast());
		}
	}

	private void unstage(Frame frame) {
		frame.copied = 0;
		frame.end = 0;
		(frame.answer ? this.answers : this.queue).addFirst(frame);
		if (frame.handle != null) {
			this.inFlight.removeLast();
		}
	}

	private void finishIfDrained() {
		if (this.state == State.DRAINING && this.queue.isEmpty() && this.answers.isEmpty() && this.staged.isEmpty()
				&& this.partial == null && this.inFlight.stream().allMatch((frame) -> frame.expired)) {
			end(null);
		}
	}

	private void end(@Nullable Throwable cause) {
		if (this.state == State.CLOSED) {
			return;
		}
		boolean broken = this.state == State.BROKEN;
		this.state = State.CLOSED;
		this.closed = true;
		if (!broken) {
			fail(cause);
		}
		this.stream.shutdown();
		this.work.signalAll();
		leave();
	}

	private void fail(@Nullable Throwable cause) {
		this.connected = false;
		this.failure = cause;
		this.out.limit(0);
		this.descriptorCount = 0;
		this.blocked = false;
		this.queuedBytes = 0;
		this.answers.clear();
		this.earlyAnswers.clear();
		if (this.partial != null) {
			fail(this.partial, cause);
			this.partial = null;
		}
		for (Frame frame : this.staged) {
			fail(frame, cause);
		}
		this.staged.clear();
		for (Frame frame : this.inFlight) {
			fail(frame, cause);
		}
		this.inFlight.clear();
		for (Frame frame : this.queue) {
			fail(frame, cause);
		}
		this.queue.clear();
	}

	private void fail(Frame frame, @Nullable Throwable cause) {
		frame.closeHandle();
		CompletableFuture<Void> written = frame.written;
		CompletableFuture<Void> acknowledged = frame.acknowledged;
		if (frame.answer) {
			return;
		}
		ChannelException failure = new ChannelClosedException(this.options.name(), cause);
		this.counters.failedSends.increment();
		if (written != null && (frame.end == 0 || frame.end > this.writtenTotal)) {
			this.completions.add(() -> written.completeExceptionally(failure));
		}
		if (acknowledged != null && !frame.expired) {
			this.completions.add(() -> acknowledged.completeExceptionally(failure));
		}
	}

	/**
	 * Complete futures in order and without the lock, as anything may hang on them.
	 */
	private void complete() {
		boolean mine = false;
		while (true) {
			Runnable completion;
			this.lock.lock();
			try {
				if (this.completing && !mine) {
					return;
				}
				completion = this.completions.poll();
				this.completing = completion != null;
				mine = true;
			}
			finally {
				this.lock.unlock();
			}
			if (completion == null) {
				return;
			}
			completion.run();
		}
	}

	private void wakeWriter() {
		if (this.writerStarted) {
			this.work.signal();
			return;
		}
		this.writerStarted = true;
		this.parties++;
		Thread thread = new Thread(this, this.options.name() + "-writer");
		thread.setDaemon(this.options.daemon());
		thread.start();
	}

	@Override
	public void run() {
		this.lock.lock();
		try {
			while (this.state != State.CLOSED) {
				if (this.blocked) {
					writeWhenWritable();
				}
				else if (this.bursting) {
					writeBurst();
				}
				else {
					awaitWork();
				}
			}
		}
		finally {
			leave();
			this.lock.unlock();
		}
	}

	private void writeWhenWritable() {
		this.lock.unlock();
		try {
			this.stream.awaitWritable();
		}
		finally {
			this.lock.lock();
		}
		this.blocked = false;
		attempt();
		completeUnlocked();
	}

	/**
	 * Write what the burst has brought, and collect again. It is over when nothing more
	 * comes, or when what comes has to wait for something else.
	 */
	private void writeBurst() {
		attempt();
		boolean held = !this.queue.isEmpty() && !this.writing && !this.blocked;
		completeUnlocked();
		if (!held && (this.queue.isEmpty() || this.writing) && !isOver()) {
			await(BURST_LINGER_NANOS);
		}
		if (held || (this.queue.isEmpty() && !this.writing)) {
			this.bursting = false;
			this.rapidSends = 0;
			attempt();
		}
	}

	private void await(long nanos) {
		try {
			this.work.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			// nobody has a reason to interrupt this thread; the loop says what to do
		}
	}

	private void completeUnlocked() {
		if (this.completions.isEmpty()) {
			return;
		}
		this.lock.unlock();
		try {
			complete();
		}
		finally {
			this.lock.lock();
		}
	}

	private void awaitWork() {
		Frame oldest = null;
		for (Frame frame : this.inFlight) {
			if (frame.departed && !frame.expired && frame.deadline != 0) {
				oldest = frame;
				break;
			}
		}
		this.writerTimed = oldest != null;
		if (oldest == null) {
			this.work.awaitUninterruptibly();
			return;
		}
		long remaining = oldest.deadline - System.nanoTime();
		if (remaining <= 0) {
			expire(oldest);
			return;
		}
		await(remaining);
	}

	private void expire(Frame frame) {
		logger.warn("The peer of the channel '{}' did not answer a handle within {}", this.options.name(),
				this.options.answerTimeout());
		this.counters.unansweredHandles.increment();
		settle(frame,
				new HandleNotAcknowledgedException(
						"The peer of the channel '%s' did not answer a handle (expected: within %s)"
							.formatted(this.options.name(), this.options.answerTimeout())));
		frame.expired = true;
		finishIfDrained();
		completeUnlocked();
	}

	/**
	 * Where the channel is in its life.
	 */
	private enum State {

		OPEN, DRAINING, BROKEN, CLOSED

	}

}
