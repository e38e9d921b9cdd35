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

package io.clusterboot.sample;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.clusterboot.sample.SampleProcess.Worker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two requests that a worker is known to work on, each on a connection of its own: one
 * whose answer comes in pieces, of which the first is here already, and one that was sent
 * before that and whose answer comes as late.
 */
final class RequestInFlight implements Closeable {

	private static final int PIECES = 10;

	private final Worker worker;

	private final KeptConnection slow;

	private final KeptConnection stream;

	private final KeptConnection.AnswerUnderWay streamed;

	private RequestInFlight(Worker worker, KeptConnection slow, KeptConnection stream, Duration duration) {
		this.worker = worker;
		this.slow = slow.send("/slow?ms=" + duration.toMillis());
		this.stream = stream.send("/stream?n=" + PIECES + "&ms=" + duration.toMillis() / PIECES);
		this.streamed = this.stream.awaitHead();
		this.streamed.awaitPiece();
	}

	/**
	 * Send requests to each of the workers.
	 * @param client where
	 * @param workers the workers that get one each
	 * @param duration how long they take; clearly less than the grace of a drain, after
	 * which a stream may be ended
	 */
	static List<RequestInFlight> oneEach(SampleClient client, List<Worker> workers, Duration duration) {
		List<KeptConnection> slow = connectToEach(client, workers);
		List<KeptConnection> streams = connectToEach(client, workers);
		List<RequestInFlight> requests = new ArrayList<>();
		for (int i = 0; i < workers.size(); i++) {
			requests.add(new RequestInFlight(workers.get(i), slow.get(i), streams.get(i), duration));
		}
		return requests;
	}

	/**
	 * Open a connection to each of the workers.
	 */
	static List<KeptConnection> connectToEach(SampleClient client, List<Worker> workers) {
		return workers.stream().map((worker) -> SampleProcess.whileOthersPause(worker, workers, () -> {
			KeptConnection connection = client.keepConnection();
			assertThat(connection.servedBy("/").pid()).isEqualTo(worker.pid());
			return connection;
		})).toList();
	}

	/**
	 * Wait for the whole of both answers.
	 */
	void awaitAnswer() {
		String pid = "\"pid\":" + this.worker.pid();
		assertThat(this.streamed.awaitRest().body()).contains(pid, "\"sequence\":" + PIECES);
		KeptConnection.Answer answer = this.slow.awaitAnswer();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains(pid);
	}

	@Override
	public void close() {
		this.slow.close();
		this.stream.close();
	}

}
