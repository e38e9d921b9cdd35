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

package io.clusterboot.spring.netty;

import java.lang.invoke.MethodHandles;
import java.util.List;

import io.clusterboot.handle.HandleSupport;
import io.clusterboot.handle.NativeLibrary;
import io.clusterboot.handle.NativeSupportException;
import io.clusterboot.ipc.ChannelSupport;

/**
 * Uses once, at the start of a master and of a worker, every part of the native libraries
 * that a cluster needs: a part that is missing fails the start, with a message that names
 * the library, rather than the first connection.
 */
public final class NativeSupport {

	/**
	 * The types that extend types of Netty. Loading them finds what Netty lacks.
	 */
	private static final List<Class<?>> EXTENSIONS = List.of(AdoptedServerChannel.class,
			AdoptedServerChannelConfig.class, SharedAccept.class, ShutdownOnCloseHandler.class, DatagramGate.class);

	private NativeSupport() {
	}

	/**
	 * Verify the native libraries. May be called on any thread; opens descriptors and
	 * closes them before it returns.
	 * @throws NativeSupportException if a part is missing or does not work
	 */
	public static void verify() {
		HandleSupport.verify();
		ChannelSupport.verify();
		NativeLibrary.NETTY.verify("the types of server channels", NativeSupport::initialize);
	}

	private static void initialize() throws IllegalAccessException {
		for (Class<?> extension : EXTENSIONS) {
			MethodHandles.lookup().ensureInitialized(extension);
		}
	}

}
