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

package io.clusterboot.cluster.handoff;

import java.io.Closeable;

import io.clusterboot.handle.Handle;

/**
 * Accepts the connections of one listening socket, while it is resumed. It is paused at
 * first. Confined to the accept loop.
 */
public interface ConnectionSource extends Closeable {

	/**
	 * Accept from now on.
	 */
	void resume();

	/**
	 * Leave connections in the backlog from now on.
	 */
	void pause();

	/**
	 * Accept what is waiting, as far as the target takes it, then close. After that, to
	 * resume, to pause and to close again have no effect.
	 */
	default void finish() {
		close();
	}

	@Override
	void close();

	/**
	 * Opens sources.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Open a source, on the accept loop.
		 * @param listener the listening socket, owned by the source from now on
		 * @param target receives the connections
		 * @return the source
		 */
		ConnectionSource open(Handle listener, ConnectionTarget target);

	}

}
