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

package io.clusterboot.ipc;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * A generator that copies long plain text as a whole.
 */
final class PlainTextGenerator extends JsonGeneratorDelegate {

	/**
	 * The length from which on the check pays.
	 */
	private static final int MIN_LENGTH = 48;

	PlainTextGenerator(JsonGenerator delegate) {
		super(delegate);
	}

	@Override
	public JsonGenerator writeString(@Nullable String text) {
		byte[] bytes = (text != null && text.length() >= MIN_LENGTH) ? PlainText.bytes(text) : null;
		if (bytes != null) {
			this.delegate.writeRawUTF8String(bytes, 0, bytes.length);
		}
		else {
			this.delegate.writeString(text);
		}
		return this;
	}

}
