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
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The options of a command whose output is collected: those of Node's {@code exec} and
 * {@code execFile}. Immutable; start from {@link #defaults()}. Its input and outputs are
 * pipes, whatever the other options say.
 *
 * @param spawn how the process is started
 * @param maxBuffer how many bytes of each output are collected; a process that writes
 * more is sent its {@link SpawnOptions#killSignal() signal}
 * @param encoding the encoding of the output
 */
public record ExecOptions(SpawnOptions spawn, long maxBuffer, Charset encoding) {

	private static final long DEFAULT_MAX_BUFFER = 1024 * 1024;

	/**
	 * Check the values.
	 */
	public ExecOptions {
		if (maxBuffer < 0) {
			throw new IllegalArgumentException("maxBuffer: " + maxBuffer + " (expected: >= 0)");
		}
		spawn = spawn.withStdio(Stdio.pipe(), Stdio.pipe(), Stdio.pipe());
	}

	/**
	 * Return the defaults: those of {@link SpawnOptions#defaults()}, 1 MiB of each output
	 * and UTF-8.
	 * @return the options
	 */
	public static ExecOptions defaults() {
		return new ExecOptions(SpawnOptions.defaults(), DEFAULT_MAX_BUFFER, StandardCharsets.UTF_8);
	}

	/**
	 * Return these options with another way to start the process.
	 * @param change what changes it
	 * @return new options
	 */
	public ExecOptions with(UnaryOperator<SpawnOptions> change) {
		return new ExecOptions(change.apply(this.spawn), this.maxBuffer, this.encoding);
	}

	/**
	 * Return these options with another limit.
	 * @param maxBuffer how many bytes of each output are collected
	 * @return new options
	 */
	public ExecOptions withMaxBuffer(long maxBuffer) {
		return new ExecOptions(this.spawn, maxBuffer, this.encoding);
	}

	/**
	 * Return these options with another encoding.
	 * @param encoding the encoding of the output
	 * @return new options
	 */
	public ExecOptions withEncoding(Charset encoding) {
		return new ExecOptions(this.spawn, this.maxBuffer, encoding);
	}

}
