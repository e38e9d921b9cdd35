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

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * Turns a message into a frame: compact JSON and one newline, and no other newline.
 */
final class FrameEncoder {

	private static final byte[] HANDLE_PREFIX = "{\"cmd\":\"NODE_HANDLE\",\"type\":\""
		.getBytes(StandardCharsets.US_ASCII);

	private static final byte[] MESSAGE = "\",\"msg\":".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] KEY = ",\"key\":".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] DGRAM_TYPE = ",\"dgramType\":".getBytes(StandardCharsets.US_ASCII);

	/**
	 * Room for what usually follows a long text.
	 */
	private static final int END_CAPACITY = 256;

	private final String channel;

	private final int maxSize;

	private final ChannelJson json;

	FrameEncoder(String channel, int maxSize, ChannelJson json) {
		this.channel = channel;
		this.maxSize = maxSize;
		this.json = json;
	}

	/**
	 * Encode a message.
	 * @throws MessageTooLargeException if it is over the limit
	 * @throws IllegalArgumentException if it cannot be written as JSON
	 */
	byte[] encode(@Nullable Object message) {
		byte[] plain = (message instanceof JsonNode tree && this.json.isDefault())
				? PlainJsonWriter.frame(tree, this.maxSize) : null;
		return (plain != null) ? plain : write(message, this.json.writer()).frame();
	}

	/**
	 * Encode a message that travels with a handle.
	 */
	byte[] encode(@Nullable Object message, HandleType type, @Nullable String key, @Nullable String dgramType) {
		byte[] body = encode(message);
		FrameOutput output = new FrameOutput(body.length + 128);
		output.write(HANDLE_PREFIX);
		output.write(type.wireName().getBytes(StandardCharsets.US_ASCII));
		output.write(MESSAGE);
		output.write(body, 0, body.length - 1);
		if (key != null) {
			output.write(KEY);
			writeString(output, key);
		}
		if (dgramType != null) {
			output.write(DGRAM_TYPE);
			writeString(output, dgramType);
		}
		output.write('}');
		return output.frame();
	}

	private void writeString(FrameOutput output, String value) {
		byte[] encoded = encode(value);
		output.write(encoded, 0, encoded.length - 1);
	}

	private FrameOutput write(@Nullable Object message, ObjectWriter with) {
		FrameOutput output = new FrameOutput(0);
		try (JsonGenerator generator = generator(output, with)) {
			with.writeValue(generator, message);
		}
		catch (JacksonException ex) {
			if (with != this.json.escapingWriter()) {
				// half a surrogate pair has no UTF-8, but an escape
				return write(message, this.json.escapingWriter());
			}
			throw new IllegalArgumentException("The message cannot be written as JSON: %s".formatted(message), ex);
		}
		return output;
	}

	private JsonGenerator generator(FrameOutput output, ObjectWriter with) {
		JsonGenerator generator = with.createGenerator(output);
		return this.json.isDefault() ? new PlainTextGenerator(generator) : generator;
	}

	/**
	 * Collects the output of the generator, one piece for all but large messages, with
	 * room for the newline.
	 */
	private final class FrameOutput extends OutputStream {

		private byte[] bytes;

		private int size;

		private long total;

		FrameOutput(int capacity) {
			this.bytes = new byte[capacity];
		}

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] source) {
			write(source, 0, source.length);
		}

		@Override
		public void write(byte[] source, int offset, int length) {
			this.total += length;
			if (this.total > FrameEncoder.this.maxSize) {
				return;
			}
			int needed = this.size + length + 1;
			if (needed > this.bytes.length) {
				this.bytes = (this.size == 0) ? new byte[needed]
						: Arrays.copyOf(this.bytes, Math.max(needed + END_CAPACITY, this.bytes.length * 2));
			}
			System.arraycopy(source, offset, this.bytes, this.size, length);
			this.size += length;
		}

		byte[] frame() {
			if (this.total > FrameEncoder.this.maxSize) {
				throw new MessageTooLargeException(FrameEncoder.this.channel, this.total, FrameEncoder.this.maxSize);
			}
			if (this.size == 0 || this.bytes[0] <= ' ' || Newline.indexOf(this.bytes, 0, this.size) >= 0) {
				throw new IllegalArgumentException(
						"The message is not one line of JSON (does it contain raw JSON, or does the mapper indent?)");
			}
			byte[] frame = (this.bytes.length == this.size + 1) ? this.bytes : Arrays.copyOf(this.bytes, this.size + 1);
			frame[this.size] = Newline.BYTE;
			return frame;
		}

	}

}
