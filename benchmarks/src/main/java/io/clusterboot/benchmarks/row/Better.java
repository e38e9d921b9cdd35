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

package io.clusterboot.benchmarks.row;

/**
 * The direction in which a figure gets better.
 */
public enum Better {

	/** A rate. */
	HIGHER,
	/** Time, memory, failures. */
	LOWER;

	/**
	 * Return how many times as good ours is as another.
	 * @param ratio our figure divided by the other
	 * @return more than 1 if ours is better
	 */
	public double advantage(double ratio) {
		return (this == HIGHER) ? ratio : 1 / ratio;
	}

	@Override
	public String toString() {
		return (this == HIGHER) ? "higher is better" : "lower is better";
	}

}
