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

import java.util.Map;

import org.springframework.aot.AotDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Spring Boot's support of Docker Compose: the master starts the services, before its
 * workers, and stops them, after its workers. A worker finds them running and takes the
 * details of its connections from them.
 *
 * @param active whether the application uses it
 */
public record DockerComposeSupport(boolean active) {

	private static final String LISTENER = "org.springframework.boot.docker.compose.lifecycle.DockerComposeListener";

	/**
	 * Find out whether an application uses it.
	 * @param environment says whether it is switched off
	 * @param classLoader has it on its class path
	 * @return the support
	 */
	public static DockerComposeSupport of(Environment environment, ClassLoader classLoader) {
		return new DockerComposeSupport(ClassUtils.isPresent(LISTENER, classLoader)
				&& environment.getProperty("spring.docker.compose.enabled", Boolean.class, true)
				&& !AotDetector.useGeneratedArtifacts());
	}

	/**
	 * Return what a worker has to set, so that it neither starts nor stops a service.
	 * @return the properties, none if the application does not use it
	 */
	public Map<String, Object> propertiesOfWorker() {
		return this.active ? Map.of("spring.docker.compose.lifecycle-management", "none") : Map.of();
	}

}
