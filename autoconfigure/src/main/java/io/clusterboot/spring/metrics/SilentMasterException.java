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

package io.clusterboot.spring.metrics;

/**
 * The master did not tell the metrics of the cluster in time. Those of one process in
 * their place would look as if counters had fallen.
 */
@SuppressWarnings("serial")
final class SilentMasterException extends RuntimeException {

	SilentMasterException(String reason, Throwable cause) {
		super("The master did not collect the metrics of the cluster: " + reason, cause);
	}

	SilentMasterException(String reason) {
		super("The master did not collect the metrics of the cluster: " + reason);
	}

}
