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

import java.util.Arrays;
import java.util.Optional;

/**
 * The error numbers of Linux that this library reads or sends. System calls, Netty's
 * native exceptions and the messages of a cluster carry them as negative numbers.
 */
public enum Errno {

	/** Operation not permitted. */
	EPERM(1),
	/** No such file or directory. */
	ENOENT(2),
	/** Interrupted system call. */
	EINTR(4),
	/** Argument list too long. */
	E2BIG(7),
	/** Bad file descriptor. */
	EBADF(9),
	/** Resource temporarily unavailable. */
	EAGAIN(11),
	/** Cannot allocate memory. */
	ENOMEM(12),
	/** Permission denied. */
	EACCES(13),
	/** Invalid argument. */
	EINVAL(22),
	/** Too many open files in the system. */
	ENFILE(23),
	/** Too many open files in the process. */
	EMFILE(24),
	/** Machine is not on the network. */
	ENONET(64),
	/** Protocol error. */
	EPROTO(71),
	/** Protocol not available. */
	ENOPROTOOPT(92),
	/** Operation not supported. */
	EOPNOTSUPP(95),
	/** Address already in use. */
	EADDRINUSE(98),
	/** Address not available. */
	EADDRNOTAVAIL(99),
	/** Network is down. */
	ENETDOWN(100),
	/** Network is unreachable. */
	ENETUNREACH(101),
	/** Connection aborted. */
	ECONNABORTED(103),
	/** Connection timed out. */
	ETIMEDOUT(110),
	/** Host is down. */
	EHOSTDOWN(112),
	/** No route to host. */
	EHOSTUNREACH(113),
	/** Operation canceled. */
	ECANCELED(125);

	private final int number;

	Errno(int number) {
		this.number = number;
	}

	/**
	 * Return the number.
	 * @return the positive number
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Return the result of a system call that fails with this error.
	 * @return the negative number
	 */
	public int negative() {
		return -this.number;
	}

	/**
	 * Return the error with a number.
	 * @param number the number, positive or negative
	 * @return the error; empty if it is none of these
	 */
	public static Optional<Errno> of(int number) {
		return Arrays.stream(values()).filter((errno) -> errno.number == Math.abs(number)).findFirst();
	}

}
