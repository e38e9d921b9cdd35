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
package io.clusterboot.cluster.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * Content that is read, its length and its CRC-32.
 */
final class ContentCheck extends FilterInputStream {

	private static final int BUFFER = 128 * 1024;

	private final CRC32 crc;

	private long size;

	ContentCheck(InputStream content) {
		this(content, new CRC32());
	}

	private ContentCheck(InputStream content, CRC32 crc) {
		super(new CheckedInputStream(content, crc));
		this.crc = crc;
	}

	static ContentCheck of(Path file) throws IOException {
		try (ContentCheck check = new ContentCheck(Files.newInputStream(file))) {
			check.transferTo(OutputStream.nullOutputStream());
			return check;
		}
	}

	@Override
	public long transferTo(OutputStream output) throws IOException {
		byte[] buffer = new byte[BUFFER];
		int length = this.in.read(buffer);
		while (length >= 0) {
			output.write(buffer, 0, length);
			this.size += length;
			length = this.in.read(buffer);
		}
		return this.size;
	}

	long size() {
		return this.size;
	}

	long crc() {
		return this.crc.getValue();
	}

	/**
	 * Fail if something else was read than what was written.
	 */
	void require(long expectedSize, long expectedCrc, String name) throws ZipException {
		if (this.size != expectedSize || crc() != expectedCrc) {
			throw new ZipException("%s: %d bytes with CRC %08x (expected: %d with %08x; the jar is damaged or changes)"
				.formatted(name, this.size, crc(), expectedSize, expectedCrc));
		}
	}

}
