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
package io.clusterboot.spring.settings;

import org.jspecify.annotations.Nullable;

/**
 * What the context of the master has.
 */
public class MasterProperties {

	/**
	 * Which auto-configurations the master's context has.
	 */
	private AutoConfigurations autoConfigurations = AutoConfigurations.REDUCED;

	/**
	 * Port on which the master itself serves the actuator's endpoints, 0 for any. Without
	 * it the master serves none over HTTP; workers share "management.server.port".
	 */
	private @Nullable Integer managementPort;

	public @Nullable Integer getManagementPort() {
		return this.managementPort;
	}

	public void setManagementPort(@Nullable Integer managementPort) {
		this.managementPort = managementPort;
	}

	public AutoConfigurations getAutoConfigurations() {
		return this.autoConfigurations;
	}

	public void setAutoConfigurations(AutoConfigurations autoConfigurations) {
		this.autoConfigurations = autoConfigurations;
	}

	/**
	 * Which auto-configurations a master has.
	 */
	public enum AutoConfigurations {

		/**
		 * All but those that only matter where requests are served.
		 */
		REDUCED,

		/**
		 * The same as in a worker.
		 */
		ALL

	}

}
