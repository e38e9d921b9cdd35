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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyMemory}.
 */
class NettyMemoryTests {

	private static final String OPTION = "-Dio.netty.allocator.lowMemory=";

	private static final long MEBI = 1024 * 1024;

	@ParameterizedTest
	@CsvSource({ "1024, 512, true", "1024, 513, false", "513, 256, true", "512, 256, false", "4096, 2048, false" })
	void divisionDoesNotCrossTheLine(long heap, long share, boolean added) {
		assertThat(missing(heap, OptionalLong.of(share * MEBI)).isPresent()).isEqualTo(added);
	}

	@Test
	void serialCollectorHidesASurvivorSpace() {
		assertThat(missing(1024, OptionalLong.of(529 * MEBI), "-XX:+UseSerialGC")).hasValue(OPTION + "false");
		assertThat(missing(1024, OptionalLong.of(530 * MEBI), "-XX:+UseSerialGC")).isEmpty();
	}

	@Test
	void heapThatIsNotDividedIsUpToNetty() {
		assertThat(missing(1024, OptionalLong.empty())).isEmpty();
	}

	@Test
	void userDecides() {
		assertThat(missing(1024, OptionalLong.of(256 * MEBI), OPTION + "true")).isEmpty();
	}

	private static Optional<String> missing(long heap, OptionalLong share, String... options) {
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of("-jar", "app.jar"))
			.prependVmOptions(List.of(options));
		return new NettyMemory(new Machine(2, OptionalLong.empty(), heap * MEBI)).missingIn(command, Map.of(), share);
	}

}
