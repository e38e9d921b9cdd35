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

import java.lang.reflect.Method;
import java.nio.channels.NetworkChannel;

/**
 * Reads the descriptor number behind a channel of the JDK, which needs access to a
 * package that is not exported.
 */
final class NioDescriptor {

	private NioDescriptor() {
	}

	static int of(NetworkChannel channel) {
		if (!channel.isOpen()) {
			throw new IllegalArgumentException("The channel is closed: %s".formatted(channel));
		}
		try {
			Class<?> type = Class.forName("sun.nio.ch.SelChImpl");
			if (!type.isInstance(channel)) {
				throw new UnsupportedOperationException(
						"%s has no descriptor of the JDK".formatted(channel.getClass().getName()));
			}
			Method method = type.getMethod("getFDVal");
			return (int) method.invoke(channel);
		}
		catch (IllegalAccessException ex) {
			throw new UnsupportedOperationException(
					"The descriptor of a java.nio channel needs --add-opens java.base/sun.nio.ch=ALL-UNNAMED", ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("This JVM does not expose the descriptor of a java.nio channel",
					ex);
		}
	}

}
