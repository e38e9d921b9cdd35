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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the JSON of a channel. The mapper is created with the first message: a
 * process that starts others has more urgent things to do than to load 600 classes.
 * Thread-safe.
 */
final class ChannelJson {

	private final Supplier<JsonMapper> mapper;

	private volatile @Nullable Parts parts;

	ChannelJson(Supplier<JsonMapper> mapper) {
		this.mapper = mapper;
	}

	ObjectReader reader() {
		return parts().reader();
	}

	ObjectWriter writer() {
		return parts().writer();
	}

	/**
	 * Return whether the mapper is the default one, of which all settings are known.
	 */
	boolean isDefault() {
		return parts().isDefault();
	}

	/**
	 * Return a writer whose output is ASCII.
	 */
	ObjectWriter escapingWriter() {
		return parts().escapingWriter();
	}

	private Parts parts() {
		Parts created = this.parts;
		if (created == null) {
			// Two threads may both create them, and either may win
			created = Parts.of(this.mapper.get());
			this.parts = created;
		}
		return created;
	}

	private record Parts(boolean isDefault, ObjectReader reader, ObjectWriter writer, ObjectWriter escapingWriter) {

		static Parts of(JsonMapper mapper) {
			ObjectWriter writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
			return new Parts(mapper == JsonMapper.shared(),
					mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS), writer,
					writer.with(JsonWriteFeature.ESCAPE_NON_ASCII));
		}

	}

}
