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
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OutboundFrames}, without a stream and without threads.
 */
class OutboundFramesTests {

	private static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n";

	private final Handle[] handles = Handle.socketPair();

	private final CompletingLock lock = new CompletingLock();

	private final ChannelCounters counters = new ChannelCounters();

	private OutboundFrames frames = frames(Peer.NODE);

	private OutboundFrames frames(Peer peer) {
		return new OutboundFrames(ChannelOptions.defaults().withPeer(peer), this.counters, this.lock);
	}

	@AfterEach
	void closeHandles() {
		this.frames.abandon(new ChannelException("The end", null));
		for (Handle handle : this.handles) {
			handle.close();
		}
	}

	@Test
	void messagesShareAWrite() {
		send("a");
		send("b");
		assertThat(writeAll()).isEqualTo("ab");
		assertThat(this.frames.queuedBytes()).isZero();
		assertThat(this.frames.areDrained()).isTrue();
	}

	@Test
	void nodeGetsOneHandleAloneAndNothingBehindItUntilItAcknowledges() {
		send("a");
		sendHandle("b");
		send("c");
		assertThat(writeAll()).isEqualTo("a");
		assertThat(writeAll()).isEqualTo("b+1");
		assertThat(writeAll()).isEmpty();
		assertThat(this.frames.acknowledged(true)).isTrue();
		assertThat(writeAll()).isEqualTo("c");
		assertThat(this.frames.acknowledged(true)).isFalse();
	}

	@Test
	void ourAcknowledgementPassesWhatWaits() {
		sendHandle("a");
		send("b");
		assertThat(writeAll()).isEqualTo("a+1");
		this.frames.add(Frame.ack());
		assertThat(writeAll()).isEqualTo(ACK);
		assertThat(writeAll()).isEmpty();
	}

	@Test
	void jvmGetsManyHandlesInOneWrite() {
		this.frames = frames(Peer.JVM);
		sendHandle("a");
		send("b");
		sendHandle("c");
		assertThat(writeAll()).isEqualTo("abc+2");
		assertThat(this.counters.handlesSent.sum()).isEqualTo(2);
	}

	@Test
	void ackDuringTheWriteIsKept() {
		Frame frame = sendHandle("a");
		assertThat(this.frames.acknowledged(true)).isFalse();
		OutputBuffer.Write write = nextWrite();
		assertThat(this.frames.acknowledged(true)).isTrue();
		assertThat(this.frames.acknowledged(true)).isFalse();
		written(write.to() - write.from());
		assertThat(frame.sent(true).acknowledged()).isCompletedWithValue(null);
		assertThat(this.frames.areDrained()).isTrue();
	}

	@Test
	void ackDuringAWriteThatTakesNothingIsForgotten() {
		Frame frame = sendHandle("a");
		nextWrite();
		this.frames.acknowledged(true);
		written(0);
		assertThat(writeAll()).isEqualTo("a+1");
		assertThat(frame.sent(true).acknowledged()).isNotDone();
	}

	@Test
	void refusedHandlesAreTriedOneByOne() {
		this.frames = frames(Peer.JVM);
		sendHandle("a");
		sendHandle("b");
		nextWrite();
		refuse();
		assertThat(writeAll()).isEqualTo("a+1");
		assertThat(writeAll()).isEqualTo("b+1");
	}

	@Test
	void refusedHandleWaitsForAnAcknowledgementIfOthersAreInFlight() {
		this.frames = frames(Peer.JVM);
		sendHandle("a");
		writeAll();
		sendHandle("b");
		nextWrite();
		refuse();
		assertThat(writeAll()).isEmpty();
		this.frames.acknowledged(true);
		assertThat(writeAll()).isEqualTo("b+1");
	}

	@Test
	void handleThatIsRefusedAloneFailsAndWhatIsAroundItIsSent() {
		this.frames = frames(Peer.JVM);
		send("a");
		Frame refused = sendHandle("b");
		send("c");
		nextWrite();
		refuse();
		Sent sent = refused.sent(true);
		assertThat(sent.writable()).isFalse();
		assertThat(sent.written()).isCompletedExceptionally();
		assertThat(sent.acknowledged()).isCompletedExceptionally();
		assertThat(writeAll()).isEqualTo("ac");
		assertThat(this.frames.queuedBytes()).isZero();
		assertThat(this.counters.failedSends.sum()).isOne();
	}

	@Test
	void lateHandleFailsOnceAndDoesNotKeepTheChannelOpen() {
		Frame frame = sendHandle("a");
		assertThat(this.frames.oldestAwaited()).isNull();
		writeAll();
		assertThat(this.frames.oldestAwaited()).isSameAs(frame);
		assertThat(this.frames.areDrained()).isFalse();
		this.lock.lock();
		this.frames.expire(frame);
		this.lock.unlock();
		assertThat(frame.sent(true).acknowledged()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(HandleNotAcknowledgedException.class);
		assertThat(this.frames.oldestAwaited()).isNull();
		assertThat(this.frames.areDrained()).isTrue();
		this.frames.abandon(new ChannelException("The end", null));
		assertThat(this.counters.failedSends.sum()).isOne();
	}

	@Test
	void frameThatIsLargerThanTheBufferIsWrittenInParts() {
		Frame frame = send("x".repeat(100_000));
		OutputBuffer.Write write = nextWrite();
		written(write.to() - write.from());
		assertThat(frame.sent(true).written()).isNotDone();
		assertThat(this.frames.areDrained()).isFalse();
		assertThat(writeAll()).hasSize(100_000 - 64 * 1024);
		assertThat(frame.sent(true).written()).isDone();
		assertThat(this.frames.areDrained()).isTrue();
	}

	private Frame send(String text) {
		return send(text, null);
	}

	private Frame sendHandle(String text) {
		return send(text, this.handles[0].duplicate());
	}

	private Frame send(String text, @Nullable Handle handle) {
		Frame frame = new Frame(text.getBytes(StandardCharsets.US_ASCII), handle);
		this.frames.add(frame);
		return frame;
	}

	private OutputBuffer.Write nextWrite() {
		OutputBuffer.Write write = this.frames.nextWrite();
		if (write == null) {
			throw new AssertionError("Nothing to write");
		}
		return write;
	}

	/**
	 * Write what may be written in one go.
	 * @return the text, and the number of descriptors that went with it
	 */
	private String writeAll() {
		OutputBuffer.Write write = this.frames.nextWrite();
		if (write == null) {
			return "";
		}
		byte[] text = new byte[write.to() - write.from()];
		ByteBuffer bytes = write.bytes();
		bytes.get(write.from(), text);
		written(text.length);
		int descriptors = write.descriptors().length;
		return new String(text, StandardCharsets.US_ASCII) + ((descriptors > 0) ? "+" + descriptors : "");
	}

	private void written(int count) {
		this.lock.lock();
		this.frames.written(count);
		this.lock.unlock();
	}

	private void refuse() {
		this.lock.lock();
		this.frames.refused(new UnixStream.DescriptorRefusedException(new IOException("on purpose")));
		this.lock.unlock();
	}

}
