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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateName}.
 */
class CertificateNameTests {

	private static final List<?> MAIL = List.of(1, "admin@example.com");

	private static final List<?> HOST = List.of(2, "example.com");

	@Test
	void certificateWithoutAHostIsTakenForAny() {
		assertThat(CertificateName.of(null, "localhost")).isEqualTo("localhost");
		assertThat(CertificateName.of(List.of(MAIL), "localhost")).isEqualTo("localhost");
	}

	@Test
	void preferredHostIsTakenIfItIsValid() {
		assertThat(CertificateName.of(List.of(HOST, List.of(2, "localhost")), "localhost")).isEqualTo("localhost");
	}

	@Test
	void otherwiseTheFirstHostIsTaken() {
		assertThat(CertificateName.of(List.of(MAIL, HOST, List.of(7, "127.0.0.1")), "localhost"))
			.isEqualTo("example.com");
		assertThat(CertificateName.of(List.of(List.of(2, "*.example.com")), "localhost")).isEqualTo("www.example.com");
		assertThat(CertificateName.of(List.of(List.of(7, "127.0.0.1")), "localhost")).isEqualTo("127.0.0.1");
		assertThat(CertificateName.of(List.of(List.of(7, "0:0:0:0:0:0:0:1")), "localhost"))
			.isEqualTo("[0:0:0:0:0:0:0:1]");
	}

}
