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

package io.clusterboot.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The first good answer of a server that starts.
 */
public final class FirstAnswer {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration POLL = Duration.ofMillis(3);

	private FirstAnswer() {
	}

	/**
	 * Ask until the server answers.
	 * @param port its port
	 * @param path what it is asked for
	 * @return when the answer was there, a value of {@link System#nanoTime()}
	 * @throws IOException if there is none in time
	 */
	public static long await(int port, String path) throws IOException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		IOException last = new IOException("No answer");
		while (System.nanoTime() < end) {
			try (HttpConnection connection = new HttpConnection(port, path)) {
				int status = connection.get().status();
				if (status == 200) {
					return System.nanoTime();
				}
				last = new IOException("Status " + status);
			}
			catch (IOException ex) {
				last = ex;
			}
			LockSupport.parkNanos(POLL.toNanos());
		}
		throw new IOException("http://127.0.0.1:%d%s: no answer within %s".formatted(port, path, PATIENCE), last);
	}

}
