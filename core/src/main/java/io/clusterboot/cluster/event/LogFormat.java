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

package io.clusterboot.cluster.event;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.clusterboot.cluster.WorkerInfo;

/**
 * How log lines write the values that occur in many of them.
 */
public final class LogFormat {

	private static final long LARGEST_IN_MILLIS = 10_000;

	private LogFormat() {
	}

	/**
	 * Write a duration: {@code 950 ms}, {@code 12.3 s}.
	 * @param duration the duration
	 * @return the text
	 */
	public static String duration(Duration duration) {
		long millis = duration.toMillis();
		return (millis < LARGEST_IN_MILLIS) ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
	}

	/**
	 * Write a number with its noun: {@code 1 worker}, {@code 2 workers}.
	 * @param number the number
	 * @param noun the noun in the singular, whose plural ends in {@code s}
	 * @return the text
	 */
	public static String count(long number, String noun) {
		return number + " " + noun + ((number == 1) ? "" : "s");
	}

	static String name(WorkerInfo worker) {
		return "Worker " + identity(worker);
	}

	/**
	 * Write the name of a worker for the middle of a sentence:
	 * {@code worker 3 (slot 1, pid 4711)}.
	 * @param worker the worker
	 * @return the text
	 */
	public static String inSentence(WorkerInfo worker) {
		return "worker " + identity(worker);
	}

	/**
	 * Write which worker: {@code 3 (slot 1, pid 4711)}, without a pid if there was never
	 * a process.
	 * @param worker the worker
	 * @return the text
	 */
	public static String identity(WorkerInfo worker) {
		return (worker.pid() >= 0) ? "%d (slot %d, pid %d)".formatted(worker.id(), worker.slot(), worker.pid())
				: "%d (slot %d)".formatted(worker.id(), worker.slot());
	}

	static String address(SocketAddress socketAddress) {
		if (!(socketAddress instanceof InetSocketAddress address)) {
			return socketAddress.toString();
		}
		if (address.getAddress().isAnyLocalAddress()) {
			return "*:%d".formatted(address.getPort());
		}
		String host = address.getAddress().getHostAddress();
		return (host.indexOf(':') >= 0) ? "[%s]:%d".formatted(host, address.getPort())
				: "%s:%d".formatted(host, address.getPort());
	}

	/**
	 * Write addresses: {@code *:8080, 127.0.0.1:9090}.
	 * @param addresses the addresses
	 * @return the text
	 */
	public static String addresses(List<InetSocketAddress> addresses) {
		return addresses.stream().map(LogFormat::address).collect(Collectors.joining(", "));
	}

	static String lastLines(List<String> lines) {
		return lines.isEmpty() ? ""
				: lines.stream()
					.map((line) -> System.lineSeparator() + "    " + line)
					.collect(Collectors.joining("", System.lineSeparator() + "  Its last lines:", ""));
	}

}
