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
import java.io.IOException;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The result of an operation, on its way from one process to another.
 */
final class RemoteResult {

	private static final String STATUS = "status";

	private static final String CONTENT_TYPE = "contentType";

	private static final String FORM = "form";

	private static final String BODY = "body";

	private RemoteResult() {
	}

	/**
	 * Write a result.
	 * @param mapper writes objects as the endpoint does
	 */
	static JsonNode write(@Nullable Object result, JsonMapper mapper) throws IOException {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		Object body = result;
		if (result instanceof WebEndpointResponse<?> response) {
			json.put(STATUS, response.getStatus());
			if (response.getContentType() != null) {
				json.put(CONTENT_TYPE, response.getContentType().toString());
			}
			body = response.getBody();
		}
		if (body != null) {
			write(body, mapper, json);
		}
		return json;
	}

	private static void write(Object body, JsonMapper mapper, ObjectNode json) throws IOException {
		if (body instanceof byte[] bytes) {
			json.put(FORM, Form.BYTES.name()).put(BODY, Base64.getEncoder().encodeToString(bytes));
		}
		else if (body instanceof String text) {
			json.put(FORM, Form.TEXT.name()).put(BODY, text);
		}
		else if (body instanceof Resource resource) {
			File file = resource.getFile();
			// If nobody comes to read it
			file.deleteOnExit();
			json.put(FORM, Form.FILE.name()).put(BODY, file.getAbsolutePath());
		}
		else {
			json.put(FORM, Form.JSON.name()).set(BODY, mapper.readTree(mapper.writeValueAsString(body)));
		}
	}

	/**
	 * Read a result.
	 * @param mapper makes maps and lists of objects
	 * @return what the operation returns in this process, {@code null} for nothing
	 */
	static @Nullable Object read(JsonNode json, JsonMapper mapper) {
		Object body = json.has(FORM) ? body(Form.valueOf(json.path(FORM).asString()), json.path(BODY), mapper) : null;
		if (!json.has(STATUS)) {
			return body;
		}
		MimeType contentType = json.has(CONTENT_TYPE) ? MimeTypeUtils.parseMimeType(json.path(CONTENT_TYPE).asString())
				: null;
		return new WebEndpointResponse<>(body, json.path(STATUS).asInt(), contentType);
	}

	private static Object body(Form form, JsonNode body, JsonMapper mapper) {
		return switch (form) {
			case BYTES -> Base64.getDecoder().decode(body.asString());
			case TEXT -> body.asString();
			case FILE -> new DisposableFile(new File(body.asString()));
			case JSON -> mapper.treeToValue(body, Object.class);
		};
	}

	private enum Form {

		BYTES, TEXT, FILE, JSON

	}

}
