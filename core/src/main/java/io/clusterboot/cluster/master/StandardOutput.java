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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard output and error of the master, which its workers share. Neither a reader
 * that stands still nor a full disk stops the master or a worker: output is dropped and
 * counted, and the loss is logged when writing works again.
 */
public final class StandardOutput {

	private static final Logger logger = LoggerFactory.getLogger("io.clusterboot.cluster");

	private static final int CAPACITY = 1024 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final BoundedOutput OUT = bounded("standard output", "cluster-stdout", FileDescriptor.out);

	private static final BoundedOutput ERR = bounded("standard error", "cluster-stderr", FileDescriptor.err);

	private StandardOutput() {
	}

	private static BoundedOutput bounded(String name, String thread, FileDescriptor descriptor) {
		return new BoundedOutput(thread, new FileOutputStream(descriptor), CAPACITY, PATIENCE,
				(lost) -> logger.warn("Lost {} of output: {} could not be written for a while", lost, name));
	}

	/**
	 * Return the standard output, for the output of one worker.
	 */
	static OutputStream out() {
		return OUT.writer();
	}

	/**
	 * Return the standard error, for the output of one worker.
	 */
	static OutputStream err() {
		return ERR.writer();
	}

	/**
	 * Let {@link System#out} and {@link System#err} of this process, and with them its
	 * log, write here too.
	 */
	public static void install() {
		System.setOut(new PrintStream(OUT.waiting(), true, encoding("stdout.encoding")));
		System.setErr(new PrintStream(ERR.waiting(), true, encoding("stderr.encoding")));
	}

	/**
	 * The encoding that the JVM uses, whose property had another name before 19.
	 */
	private static Charset encoding(String property) {
		String name = System.getProperty(property, System.getProperty("sun." + property, ""));
		return (!name.isEmpty() && Charset.isSupported(name)) ? Charset.forName(name) : Charset.defaultCharset();
	}

}
