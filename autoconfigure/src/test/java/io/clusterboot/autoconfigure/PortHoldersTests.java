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

package io.clusterboot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.clusterboot.autoconfigure.PortHolder.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PortHolders}, with processes that exist on paper only.
 */
class PortHoldersTests {

	private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

	@TempDir
	private Path processes;

	@BeforeEach
	void listen() throws IOException {
		Files.createDirectory(this.processes.resolve("net"));
		Files.writeString(this.processes.resolve("net/tcp"), HEAD + socket("0100007F:1F90", "0A", 11)
				+ socket("0100007F:1F90", "01", 12) + socket("0100007F:1F91", "0A", 13));
		Files.writeString(this.processes.resolve("net/tcp6"),
				HEAD + socket("00000000000000000000000000000000:1F90", "0A", 21));
	}

	@Test
	void mastersAreKnownByTheirWorkers() throws IOException {
		process(100, 1, 11);
		process(101, 100, 11, "CLUSTER_UNIQUE_ID=1");
		process(102, 100, 21, "HOME=/", "CLUSTER_UNIQUE_ID=2");
		assertThat(find(8080)).containsExactly(new PortHolder(100, 1, Kind.MASTER),
				new PortHolder(101, 100, Kind.WORKER), new PortHolder(102, 100, Kind.WORKER));
	}

	@Test
	void workersWithoutTheirMasterAreOrphans() throws IOException {
		process(1, 0, 99);
		process(101, 1, 11, "CLUSTER_UNIQUE_ID=1");
		assertThat(find(8080)).containsExactly(new PortHolder(101, 1, Kind.ORPHAN));
	}

	@Test
	void othersAreNoneOfOurs() throws IOException {
		process(300, 1, 11, "NOT_CLUSTER_UNIQUE_ID=1");
		assertThat(find(8080)).containsExactly(new PortHolder(300, 1, Kind.OTHER));
	}

	@Test
	void otherPortsAndConnectionsDoNotCount() throws IOException {
		process(300, 1, 12);
		process(301, 1, 13);
		assertThat(find(8080)).isEmpty();
	}

	@Test
	void thisProcessAndProcessesThatEndAreLeftOut() throws IOException {
		process(1000, 1, 11);
		Files.createDirectory(this.processes.resolve("400"));
		assertThat(find(8080)).isEmpty();
	}

	@Test
	void noSuchSystemTellsNothing() {
		assertThat(new PortHolders(this.processes.resolve("none"), 1).find(8080)).isEmpty();
	}

	@Test
	void findsARealProcess() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThat(new PortHolders(Path.of("/proc"), 0).find(taken.getLocalPort())).extracting(PortHolder::pid)
				.contains(ProcessHandle.current().pid());
		}
	}

	private List<PortHolder> find(int port) {
		return new PortHolders(this.processes, 1000).find(port);
	}

	private static String socket(String address, String state, int inode) {
		return "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100 0 0 10 0\n"
			.formatted(address, state, inode);
	}

	private void process(int pid, int parent, int inode, String... environment) throws IOException {
		Path process = Files.createDirectory(this.processes.resolve(Integer.toString(pid)));
		Files.createDirectory(process.resolve("fd"));
		Files.createSymbolicLink(process.resolve("fd/0"), Path.of("pipe:[1]"));
		Files.createSymbolicLink(process.resolve("fd/7"), Path.of("socket:[" + inode + "]"));
		Files.writeString(process.resolve("status"), "Name:\tjava\nState:\tS (sleeping)\nPPid:\t" + parent + "\n");
		Files.writeString(process.resolve("environ"), String.join("\0", environment) + "\0");
	}

}
