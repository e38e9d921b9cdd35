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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.testing.OpenDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MasterResources} and {@link CloseStack}.
 */
@Timeout(60)
class MasterResourcesTests {

	@Test
	void partsThatWereOpenedAreClosedWhenALaterOneFails() {
		OpenDescriptors descriptors = OpenDescriptors.deletedFiles();
		long threads = controlThreads();
		List<ClusterListener> withoutListener = Arrays.asList((ClusterListener) null);
		assertThatNullPointerException().isThrownBy(
				() -> MasterResources.open(MasterSettings.of(1), List.of(), withoutListener, ServiceEnvironment.NONE));
		await().until(() -> controlThreads() == threads);
		descriptors.assertNoneIsNew();
	}

	@Test
	void closesInReverseOrderAndKeepsWhatFails() {
		List<String> closed = new ArrayList<>();
		CloseStack opened = new CloseStack();
		opened.push((Closeable) () -> closed.add("first"));
		opened.push((Closeable) () -> {
			throw new IOException("second");
		});
		opened.push((Closeable) () -> closed.add("third"));
		IllegalStateException cause = new IllegalStateException("fourth");
		opened.close(cause);
		assertThat(closed).containsExactly("third", "first");
		assertThat(cause.getSuppressed()).extracting(Throwable::getMessage).containsExactly("second");
	}

	private static long controlThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("cluster-control"))
			.count();
	}

}
