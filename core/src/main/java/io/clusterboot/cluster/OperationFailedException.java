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

package io.clusterboot.cluster;

import java.util.List;

/**
 * An operation on the cluster was not done. The cluster is as it was before, unless the
 * reason says otherwise.
 */
public class OperationFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> lastOutput;

	/**
	 * Create a new instance.
	 * @param reason why it was not done
	 */
	public OperationFailedException(String reason) {
		this(reason, List.of());
	}

	/**
	 * Create a new instance.
	 * @param reason why it was not done
	 * @param lastOutput the last lines of the worker that failed, empty if none failed
	 */
	public OperationFailedException(String reason, List<String> lastOutput) {
		super(reason);
		this.lastOutput = List.copyOf(lastOutput);
	}

	/**
	 * Return the last lines of the worker that failed.
	 * @return the lines, empty when no worker failed
	 */
	public List<String> lastOutput() {
		return this.lastOutput;
	}

}
