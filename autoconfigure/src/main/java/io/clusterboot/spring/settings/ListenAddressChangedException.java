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

/**
 * A worker would listen elsewhere than its master does.
 */
public final class ListenAddressChangedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String key;

	private final String master;

	private final String worker;

	ListenAddressChangedException(String key, String master, String worker) {
		super("%s: %s (expected: %s, as in the master)".formatted(key, named(worker), named(master)));
		this.key = key;
		this.master = named(master);
		this.worker = named(worker);
	}

	private static String named(String value) {
		return value.isEmpty() ? "not set" : value;
	}

	public String key() {
		return this.key;
	}

	public String master() {
		return this.master;
	}

	public String worker() {
		return this.worker;
	}

}
