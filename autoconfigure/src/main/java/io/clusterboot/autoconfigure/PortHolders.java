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
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.clusterboot.autoconfigure.PortHolder.Kind;
import io.clusterboot.process.InheritedChannel;

/**
 * Finds the processes that listen on a TCP port, as far as this process may see them. A
 * process that ends meanwhile, or belongs to another user, is left out.
 *
 * @param processes where the kernel lists the processes
 * @param self the process id of this process, which is left out
 */
record PortHolders(Path processes, long self) {

	private static final String LISTEN = "0A";

	private static final int LOCAL_ADDRESS = 1;

	private static final int STATE = 3;

	private static final int INODE = 9;

	static PortHolders onThisMachine() {
		return new PortHolders(Path.of("/proc"), ProcessHandle.current().pid());
	}

	/**
	 * Find the processes.
	 * @param port the port
	 * @return the processes, ordered by process id; empty where the system does not tell
	 */
	List<PortHolder> find(int port) {
		Set<String> sockets = new HashSet<>();
		addListening(this.processes.resolve("net/tcp"), port, sockets);
		addListening(this.processes.resolve("net/tcp6"), port, sockets);
		Map<Long, Long> parents = new TreeMap<>();
		Map<Long, Boolean> workers = new HashMap<>();
		if (!sockets.isEmpty()) {
			try (DirectoryStream<Path> all = Files.newDirectoryStream(this.processes, "[0-9]*")) {
				for (Path process : all) {
					long pid = Long.parseLong(process.getFileName().toString());
					if (pid != this.self && hasAnyOf(sockets, process)) {
						parents.put(pid, parentOf(process));
						workers.put(pid, isWorker(process));
					}
				}
			}
			catch (IOException | DirectoryIteratorException | NumberFormatException ex) {
				// What was found until here is still true
			}
		}
		return classify(parents, workers);
	}

	private static List<PortHolder> classify(Map<Long, Long> parents, Map<Long, Boolean> workers) {
		Set<Long> masters = new HashSet<>();
		parents.forEach((pid, parent) -> {
			if (Boolean.TRUE.equals(workers.get(pid)) && parents.containsKey(parent)) {
				masters.add(parent);
			}
		});
		List<PortHolder> holders = new ArrayList<>();
		parents.forEach((pid, parent) -> {
			Kind alone = Boolean.TRUE.equals(workers.get(pid)) ? Kind.ORPHAN : Kind.OTHER;
			Kind ofCluster = masters.contains(parent) ? Kind.WORKER : alone;
			holders.add(new PortHolder(pid, parent, masters.contains(pid) ? Kind.MASTER : ofCluster));
		});
		return holders;
	}

	private static void addListening(Path table, int port, Set<String> sockets) {
		String suffix = ":%04X".formatted(port);
		try {
			for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
				String[] columns = line.trim().split("\\s+");
				if (columns.length > INODE && columns[STATE].equals(LISTEN)
						&& columns[LOCAL_ADDRESS].endsWith(suffix)) {
					sockets.add("socket:[" + columns[INODE] + "]");
				}
			}
		}
		catch (IOException ex) {
			// No such system, or no such family of addresses
		}
	}

	private static boolean hasAnyOf(Set<String> sockets, Path process) {
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
			for (Path descriptor : descriptors) {
				if (sockets.contains(targetOf(descriptor))) {
					return true;
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// It has ended, or belongs to another user
		}
		return false;
	}

	private static String targetOf(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile
			return "";
		}
	}

	private static long parentOf(Path process) {
		try {
			return Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1)
				.stream()
				.filter((line) -> line.startsWith("PPid:"))
				.mapToLong((line) -> Long.parseLong(line.substring("PPid:".length()).trim()))
				.findFirst()
				.orElse(0);
		}
		catch (IOException | NumberFormatException ex) {
			return 0;
		}
	}

	private static boolean isWorker(Path process) {
		try {
			String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
			return ("\0" + environment).contains("\0" + InheritedChannel.UNIQUE_ID + "=");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
