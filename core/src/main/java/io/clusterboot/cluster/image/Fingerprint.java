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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Identifies what an image is made from. A jar counts with the directory at its end,
 * which has the name, size and CRC-32 of each entry: a digest of all of a jar of 40 MB
 * would delay the first worker by half a second. Equal fingerprints mean equal content
 * unless the user forges it.
 */
final class Fingerprint {

	private static final int HEX_DIGITS = 32;

	private final MessageDigest digest;

	Fingerprint() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 (expected: in every Java platform)", ex);
		}
	}

	Fingerprint add(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		add(bytes.length);
		this.digest.update(bytes);
		return this;
	}

	private void add(long number) {
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			this.digest.update((byte) (number >>> shift));
		}
	}

	Fingerprint addJar(Path jar) throws IOException {
		try (ZipFile file = new ZipFile(jar.toFile())) {
			Enumeration<? extends ZipEntry> entries = file.entries();
			while (entries.hasMoreElements()) {
				ZipEntry entry = entries.nextElement();
				add(entry.getName());
				add(entry.getSize());
				add(entry.getCrc());
			}
		}
		return this;
	}

	/**
	 * Return the result. Afterwards this is empty again.
	 */
	String toHex() {
		return HexFormat.of().formatHex(this.digest.digest()).substring(0, HEX_DIGITS);
	}

}
