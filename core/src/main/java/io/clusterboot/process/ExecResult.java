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

package io.clusterboot.process;

import java.nio.charset.Charset;

/**
 * The output of a command.
 */
public final class ExecResult {

	private final byte[] stdout;

	private final byte[] stderr;

	private final Charset encoding;

	ExecResult(byte[] stdout, byte[] stderr, Charset encoding) {
		this.stdout = stdout;
		this.stderr = stderr;
		this.encoding = encoding;
	}

	/**
	 * Return the output as text.
	 * @return the output
	 */
	public String stdout() {
		return new String(this.stdout, this.encoding);
	}

	/**
	 * Return the error output as text.
	 * @return the error output
	 */
	public String stderr() {
		return new String(this.stderr, this.encoding);
	}

	/**
	 * Return the bytes of the output.
	 * @return the bytes
	 */
	public byte[] stdoutBytes() {
		return this.stdout.clone();
	}

	/**
	 * Return the bytes of the error output.
	 * @return the bytes
	 */
	public byte[] stderrBytes() {
		return this.stderr.clone();
	}

	@Override
	public String toString() {
		return "ExecResult[stdout=" + this.stdout.length + " bytes, stderr=" + this.stderr.length + " bytes]";
	}

}
