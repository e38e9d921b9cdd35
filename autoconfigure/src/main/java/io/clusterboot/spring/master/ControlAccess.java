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

package io.clusterboot.spring.master;

import java.io.Closeable;
import java.io.IOException;

import io.clusterboot.cluster.control.ApplicationPath;
import io.clusterboot.cluster.control.ControlFolder;
import io.clusterboot.cluster.control.ControlServer;
import io.clusterboot.cluster.master.ClusterMaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of this master, if it can have one.
 *
 * @param server the socket, or {@code null}
 */
record ControlAccess(@Nullable ControlServer server) implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(ControlAccess.class);

	/**
	 * Open the control socket. A master that cannot have one says so and runs without.
	 * @param folder where, {@code null} for none
	 */
	static ControlAccess open(@Nullable ControlFolder folder, ClusterMaster master) {
		if (folder == null) {
			return new ControlAccess(null);
		}
		try {
			return new ControlAccess(
					ControlServer.open(folder, ApplicationPath.ofThisProcess(), master.control()::handle));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("No control socket, so commands do not reach this cluster: {} (cluster.control.directory)",
					(ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			return new ControlAccess(null);
		}
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

}
