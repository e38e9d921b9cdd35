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

package io.clusterboot.benchmarks.bench;

import java.io.Closeable;
import java.io.IOException;

import io.clusterboot.benchmarks.row.Figures;

/**
 * What measures the rows of a family, round by round. It owns what it started.
 */
public interface Session extends Closeable {

	/**
	 * Measure each contestant once, one after another, so that other work of the machine
	 * disturbs all of them alike.
	 * @param figures the figures of the round are added to them
	 * @throws IOException if a contestant fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	void round(Figures figures) throws IOException, InterruptedException;

	@Override
	default void close() {
	}

}
