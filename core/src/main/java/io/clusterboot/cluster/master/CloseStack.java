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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources that a factory has opened, to be closed in reverse order if a later step
 * fails.
 */
final class CloseStack {

	private final Deque<Closeable> opened = new ArrayDeque<>();

	<C extends Closeable> C push(C part) {
		this.opened.push(part);
		return part;
	}

	/**
	 * Close everything.
	 * @param cause the failure, which keeps the failures of closing as suppressed ones
	 */
	void close(Throwable cause) {
		for (Closeable part : this.opened) {
			try {
				part.close();
			}
			catch (IOException | RuntimeException ex) {
				cause.addSuppressed(ex);
			}
		}
	}

}
