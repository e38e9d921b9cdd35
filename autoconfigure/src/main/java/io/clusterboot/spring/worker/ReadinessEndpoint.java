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

package io.clusterboot.spring.worker;

import java.util.Optional;

/**
 * The endpoint that tells others whether the application is ready for requests.
 */
@FunctionalInterface
public interface ReadinessEndpoint {

	/**
	 * Return the path of the endpoint on the port of the application. To be called when
	 * all beans exist.
	 * @return the path, empty if there is no such endpoint on that port
	 */
	Optional<String> path();

}
