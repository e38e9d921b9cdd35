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

package io.clusterboot.spring.warmup;

/**
 * What a warm-up requests.
 *
 * @param path the path, with a query if there is one
 * @param anyStatus whether every status will do; else one of 400 or more is a failure
 */
record WarmUpTarget(String path, boolean anyStatus) {

	private static final int CLIENT_ERROR = 400;

	boolean accepts(int status) {
		return this.anyStatus || status < CLIENT_ERROR;
	}

	@Override
	public String toString() {
		return "GET " + this.path;
	}

}
