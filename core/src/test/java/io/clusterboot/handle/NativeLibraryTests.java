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

package io.clusterboot.handle;

import java.io.IOException;

import io.clusterboot.handle.NativeLibrary.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NativeLibrary}.
 */
class NativeLibraryTests {

	@ParameterizedTest
	@EnumSource
	void expectedVersionIsTheOneOfTheBuild(NativeLibrary library) {
		assertThat(library.foundVersion()).isEqualTo(library.expectedVersion());
	}

	@ParameterizedTest
	@EnumSource
	void missingMethodNamesLibraryAndVersions(NativeLibrary library) {
		assertThatExceptionOfType(NativeSupportException.class).isThrownBy(() -> library.verify("the part", () -> {
			throw new NoSuchMethodError("receive");
		})).satisfies((failure) -> {
			assertThat(failure.library()).isEqualTo(library);
			assertThat(failure.part()).isEqualTo("the part");
			assertThat(failure.rootCause()).isInstanceOf(NoSuchMethodError.class);
			assertThat(failure).hasMessage(
					"the part of %s can't be used (version: %s, expected: %s): java.lang.NoSuchMethodError: receive",
					library.coordinates(), library.foundVersion(), library.expectedVersion());
		});
	}

	@Test
	void failureOfAStaticInitializerIsReportedByItsCause() {
		Probe probe = () -> {
			throw new ExceptionInInitializerError(new NoSuchMethodException("newChannel"));
		};
		assertThatExceptionOfType(NativeSupportException.class)
			.isThrownBy(() -> NativeLibrary.NETTY.verify("the part", probe))
			.satisfies((failure) -> assertThat(failure.rootCause()).isInstanceOf(NoSuchMethodException.class));
	}

	@Test
	void refusalOfTheOperatingSystemIsReported() {
		Probe probe = () -> {
			throw new IOException("Operation not permitted");
		};
		assertThatExceptionOfType(NativeSupportException.class)
			.isThrownBy(() -> NativeLibrary.JUNIXSOCKET.verify("the part", probe))
			.withMessageEndingWith("java.io.IOException: Operation not permitted");
	}

	@Test
	void partThatWorksIsNoFailure() {
		assertThatCode(() -> NativeLibrary.NETTY.verify("the part", () -> {
		})).doesNotThrowAnyException();
	}

}
