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

package io.clusterboot.handle;

import java.lang.ProcessBuilder.Redirect;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Uses once, before anything depends on it, every part of the native libraries that
 * {@link Handle} needs. May be called on any thread; opens descriptors and closes them
 * before it returns.
 */
public final class HandleSupport {

	private static final List<Class<? extends Channel>> CHANNELS = List.of(EpollServerSocketChannel.class,
			EpollSocketChannel.class, EpollDatagramChannel.class, EpollServerDomainSocketChannel.class,
			EpollDomainSocketChannel.class, EpollDomainDatagramChannel.class);

	private HandleSupport() {
	}

	/**
	 * Verify the native libraries.
	 * @throws NativeSupportException if a part is missing or does not work
	 */
	public static void verify() {
		NativeLibrary.NETTY.verify("the native epoll transport", Epoll::ensureAvailability);
		NativeLibrary.JUNIXSOCKET.verify("NativeUnixSocket", HandleSupport::useDescriptors);
		NativeLibrary.JUNIXSOCKET.verify("FileDescriptorCast", HandleSupport::useCast);
		NativeLibrary.NETTY.verify("the constructors of the epoll channels", HandleSupport::findConstructors);
	}

	private static void useDescriptors() {
		Handle[] pair = Handle.socketPair();
		try (Handle first = pair[0]; Handle second = pair[1]; Handle copy = first.duplicate()) {
			copy.setNonBlocking().closeOnExec();
			if (second.kind() != HandleKind.UNIX_STREAM) {
				throw new HandleException("A connected socket has the kind " + second.kind());
			}
		}
	}

	private static void useCast() throws Exception {
		Handle[] pair = Handle.socketPair();
		try (Handle first = pair[0]; Handle second = pair[1]) {
			FileDescriptorCast.using(NativeDescriptor.fileDescriptor(first.descriptor())).as(Redirect.class);
			FileDescriptorCast.unsafeUsing(second.descriptor()).as(Integer.class);
		}
	}

	private static void findConstructors() throws ReflectiveOperationException {
		AcceptedSockets.verify();
		for (Class<?> channel : CHANNELS) {
			MethodHandles.publicLookup().findConstructor(channel, MethodType.methodType(void.class, int.class));
		}
	}

}
