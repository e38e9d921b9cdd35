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

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Errno}.
 */
class ErrnoTests {

	@ParameterizedTest
	@EnumSource
	void eachIsFoundByItsNumber(Errno errno) {
		assertThat(Errno.of(errno.number())).hasValue(errno);
		assertThat(Errno.of(errno.negative())).hasValue(errno);
		assertThat(errno.negative()).isNegative();
	}

	@Test
	void numbersAreThoseOfTheSystem() {
		// Netty's constants are native, and fail for good if they are read before the
		// library is loaded
		Epoll.ensureAvailability();
		assertThat(Errno.ENOENT.negative()).isEqualTo(Errors.ERRNO_ENOENT_NEGATIVE);
		assertThat(Errno.EBADF.negative()).isEqualTo(Errors.ERRNO_EBADF_NEGATIVE);
		assertThat(Errno.EAGAIN.negative()).isEqualTo(Errors.ERRNO_EAGAIN_NEGATIVE);
	}

	@Test
	void otherNumbersAreUnknown() {
		assertThat(Errno.of(0)).isEmpty();
		assertThat(Errno.of(9999)).isEmpty();
	}

}
