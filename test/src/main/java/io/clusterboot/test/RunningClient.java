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

package io.clusterboot.test;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;

import io.clusterboot.test.LoadProbeBuilder.RepeatRule;
import io.clusterboot.test.load.ProbeAnswer;
import io.clusterboot.test.load.ProbeConnection;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link LoadProbe}. Confined to one thread.
 */
final class RunningClient implements Closeable {

	private final LoadClient kind;

	private final LoadProbeBuilder settings;

	private final LoadTally tally;

	private final String head;

	private @Nullable ProbeConnection connection;

	private String worker = "";

	RunningClient(LoadClient kind, LoadProbeBuilder settings, LoadTally tally) {
		this.kind = kind;
		this.settings = settings;
		this.tally = tally;
		this.head = settings.head(kind);
	}

	/**
	 * Make a request, and count what becomes of it.
	 * @return whether it was answered
	 */
	boolean request() {
		long start = System.nanoTime();
		ProbeConnection current;
		try {
			current = connect();
		}
		catch (IOException ex) {
			fail(FailedRequest.Kind.NOT_CONNECTED, start, null, ex.toString(), ex);
			return false;
		}
		try {
			return answered(current, current.ask(this.head), start);
		}
		catch (IOException ex) {
			close();
			if (mayRepeat(current, ex)) {
				return repeat(start);
			}
			fail(FailedRequest.Kind.LOST, start, current, ex.toString(), ex);
			return false;
		}
	}

	/**
	 * Return the kept connection, unless the server has closed it meanwhile: then nothing
	 * was sent on it, and nothing is lost.
	 */
	private ProbeConnection connect() throws IOException {
		ProbeConnection current = this.connection;
		if (current != null && !isOpen(current)) {
			close();
			current = null;
		}
		if (current == null) {
			this.worker = "";
			current = ProbeConnection.open(this.settings.port(), this.settings.answerTimeout());
			this.connection = current;
		}
		return current;
	}

	/**
	 * Leave the connection idle for the pause between two requests, and look at it last
	 * thing before the next one.
	 */
	private boolean isOpen(ProbeConnection kept) {
		try {
			if (kept.staysOpenFor(this.settings.pause())) {
				return true;
			}
		}
		catch (IOException ex) {
			// It was reset: closed, too
		}
		this.tally.closedByServer();
		return false;
	}

	private boolean answered(ProbeConnection current, ProbeAnswer answer, long start) {
		this.worker = answer.header(this.settings.workerHeader());
		this.tally.answered(answer, this.worker);
		if (answer.status() >= 500) {
			fail(FailedRequest.Kind.SERVER_ERROR, start, current, "status " + answer.status(), null);
		}
		if (!answer.keepsConnection() || this.kind == LoadClient.NEW_CONNECTION) {
			close();
			if (this.kind == LoadClient.KEEP_ALIVE) {
				this.tally.closedByServer();
			}
		}
		return answer.status() < 500;
	}

	private boolean mayRepeat(ProbeConnection failed, IOException cause) {
		return this.settings.repeatRule() == RepeatRule.LIKE_BROWSER && failed.requests() > 1 && failed.received() == 0
				&& !(cause instanceof SocketTimeoutException);
	}

	private boolean repeat(long start) {
		this.tally.repeated();
		ProbeConnection next = null;
		try {
			next = connect();
			return answered(next, next.ask(this.head), start);
		}
		catch (IOException ex) {
			close();
			fail(FailedRequest.Kind.LOST, start, next, ex.toString(), ex);
			return false;
		}
	}

	private void fail(FailedRequest.Kind failure, long start, @Nullable ProbeConnection failed, String detail,
			@Nullable Throwable cause) {
		this.tally.failed(new FailedRequest(failure, Instant.now(), Duration.ofNanos(System.nanoTime() - start),
				this.kind, (failed != null) ? failed.requests() : 0, (failed != null) ? failed.received() : 0,
				this.worker, detail, cause));
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
