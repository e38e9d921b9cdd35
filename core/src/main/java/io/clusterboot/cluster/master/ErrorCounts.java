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

package io.clusterboot.cluster.master;

/**
 * The number of requests of a worker, and of those answered with a server error.
 *
 * @param requests the number of requests
 * @param serverErrors the number of responses with a status of 500 or more
 */
record ErrorCounts(long requests, long serverErrors) {

	static final ErrorCounts NONE = new ErrorCounts(0, 0);

	ErrorCounts plus(ErrorCounts other) {
		return new ErrorCounts(this.requests + other.requests, this.serverErrors + other.serverErrors);
	}

	ErrorCounts minus(ErrorCounts other) {
		return new ErrorCounts(this.requests - other.requests, this.serverErrors - other.serverErrors);
	}

	double share() {
		return (this.requests == 0) ? 0 : (double) this.serverErrors / this.requests;
	}

	/**
	 * Return whether these counts are clearly worse than those of others in the same
	 * time: at least 5 errors, and an error share of more than twice that of the others
	 * plus 5 percentage points.
	 */
	boolean isClearlyWorseThan(ErrorCounts others) {
		return this.serverErrors >= 5 && share() > 2 * others.share() + 0.05;
	}

}
