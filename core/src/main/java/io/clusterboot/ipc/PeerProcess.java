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

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.netty.channel.unix.Socket;

/**
 * The process at the other end of a Unix-domain connection.
 */
public final class PeerProcess {

	private static final int SOL_SOCKET = 1;

	private static final int SO_PEERCRED = 17;

	private PeerProcess() {
	}

	/**
	 * Return the process at the other end: the one that connected or listened or, of a
	 * pair of sockets, the one that created the pair.
	 * @param end this side's end, of the kind {@code UNIX_STREAM}
	 * @return the process id, 0 for a process that this one's PID namespace does not show
	 * @throws HandleException if the operating system does not tell
	 */
	public static long of(Handle end) {
		int number = end.descriptor();
		try {
			// The first number of a struct ucred
			return new Socket(number).getIntOpt(SOL_SOCKET, SO_PEERCRED);
		}
		catch (IOException ex) {
			throw new HandleException("Could not get the peer of descriptor " + number, ex);
		}
	}

}
