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

package io.clusterboot.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.PeerProcess;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a descriptor is the channel to the process that forked this one. It
 * only looks at the descriptor, which may belong to anything in this JVM.
 *
 * @param descriptor the number
 * @param parent the process id of the parent
 */
record ParentSocket(int descriptor, long parent) {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final String EXPECTED = " (expected: a connected Unix socket whose peer is the parent process)";

	/**
	 * Return why the descriptor is not the channel, {@code null} if it is.
	 */
	@Nullable String objection() {
		if (Files.isDirectory(DESCRIPTORS)) {
			String target = target();
			if (target == null) {
				return "descriptor %d is not open%s".formatted(this.descriptor, EXPECTED);
			}
			if (!target.startsWith("socket:")) {
				return "descriptor %d is %s%s".formatted(this.descriptor, target, EXPECTED);
			}
		}
		Handle borrowed = Handle.adopt(this.descriptor);
		try {
			HandleKind kind = borrowed.kind();
			return (kind != HandleKind.UNIX_STREAM)
					? "descriptor %d is of the kind %s%s".formatted(this.descriptor, kind, EXPECTED)
					: objectionToPeer(PeerProcess.of(borrowed));
		}
		catch (HandleException ex) {
			return "%s%s".formatted(ex.getMessage(), EXPECTED);
		}
		catch (LinkageError ex) {
			// A worker whose native libraries do not work: it fails later, with the
			// reason
			return null;
		}
		finally {
			borrowed.release();
		}
	}

	private @Nullable String target() {
		try {
			return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(this.descriptor))).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private @Nullable String objectionToPeer(long peer) {
		if (peer == this.parent || hasEnded(peer) || isBehindLauncher(peer)) {
			return null;
		}
		return "the peer of descriptor %d is process %d, and the parent is process %d%s".formatted(this.descriptor,
				peer, this.parent, EXPECTED);
	}

	/**
	 * Return whether the peer died before this process got here: whoever is the parent
	 * now adopted it, and the end of the channel will end it.
	 */
	private static boolean hasEnded(long peer) {
		return peer > 0 && ProcessStatus.of(peer)
			.map((status) -> status.run() == ProcessStatus.Run.ENDED)
			.orElseGet(() -> ProcessHandle.of(peer).isEmpty());
	}

	/**
	 * Return whether only launchers, such as a shell script that does not {@code exec},
	 * stand between this process and the peer. Another JVM is no launcher: it is the
	 * worker that the channel belongs to.
	 */
	private boolean isBehindLauncher(long peer) {
		long pid = this.parent;
		while (pid > 1 && pid != peer && !isJvm(pid)) {
			pid = ProcessStatus.of(pid).map(ProcessStatus::parent).orElse(0L);
		}
		return pid > 1 && pid == peer;
	}

	/**
	 * Return whether a process is a JVM, as far as this user may see.
	 */
	static boolean isJvm(long pid) {
		return ProcessHandle.of(pid)
			.flatMap((process) -> process.info().command())
			.filter((command) -> command.endsWith(File.separator + "java"))
			.isPresent();
	}

}
