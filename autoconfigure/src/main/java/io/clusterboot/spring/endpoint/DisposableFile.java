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

package io.clusterboot.spring.endpoint;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;

import org.springframework.core.io.FileSystemResource;

/**
 * A file of another worker that is read once, and deleted then.
 */
final class DisposableFile extends FileSystemResource {

	DisposableFile(File file) {
		super(file);
	}

	/**
	 * Return {@code false}, so that it is read, and not only its name.
	 */
	@Override
	public boolean isFile() {
		return false;
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return new FilterInputStream(super.getInputStream()) {

			@Override
			public void close() throws IOException {
				try {
					super.close();
				}
				finally {
					Files.deleteIfExists(getFile().toPath());
				}
			}

		};
	}

	@Override
	public ReadableByteChannel readableChannel() throws IOException {
		ReadableByteChannel channel = super.readableChannel();
		return new ReadableByteChannel() {

			@Override
			public int read(ByteBuffer target) throws IOException {
				return channel.read(target);
			}

			@Override
			public boolean isOpen() {
				return channel.isOpen();
			}

			@Override
			public void close() throws IOException {
				try {
					channel.close();
				}
				finally {
					Files.deleteIfExists(getFile().toPath());
				}
			}

		};
	}

}
