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

package io.clusterboot.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A number that the master knows of the cluster.
 *
 * @param name its name as a meter
 * @param type what it counts
 * @param unit its unit, {@code null} if it has none
 * @param description what it says
 * @param tags what it belongs to
 * @param value its value, how often for a timer
 * @param total how long in all, in seconds, for a timer
 */
record Figure(String name, Type type, @Nullable String unit, String description, Map<String, String> tags, double value,
		double total) {

	/**
	 * Write figures.
	 */
	static JsonNode write(List<Figure> figures) {
		ArrayNode json = JsonNodeFactory.instance.arrayNode();
		for (Figure figure : figures) {
			ObjectNode object = json.addObject();
			object.put("name", figure.name)
				.put("type", figure.type.name())
				.put("description", figure.description)
				.put("value", figure.value)
				.put("total", figure.total);
			if (figure.unit != null) {
				object.put("unit", figure.unit);
			}
			ObjectNode tags = object.putObject("tags");
			figure.tags.forEach(tags::put);
		}
		return json;
	}

	/**
	 * Read figures.
	 * @throws RuntimeException if they are none
	 */
	static List<Figure> read(JsonNode json) {
		List<Figure> figures = new ArrayList<>();
		for (JsonNode object : json) {
			Map<String, String> tags = new TreeMap<>();
			object.path("tags").properties().forEach((tag) -> tags.put(tag.getKey(), tag.getValue().asString()));
			JsonNode unit = object.path("unit");
			figures.add(new Figure(object.path("name").asString(), Type.valueOf(object.path("type").asString()),
					unit.isMissingNode() ? null : unit.asString(), object.path("description").asString(), tags,
					object.path("value").asDouble(), object.path("total").asDouble()));
		}
		return figures;
	}

	/**
	 * What a figure counts.
	 */
	enum Type {

		/**
		 * How often something has happened.
		 */
		COUNTER,

		/**
		 * How much there is now.
		 */
		GAUGE,

		/**
		 * How often something has happened, and how long it took.
		 */
		TIMER

	}

}
