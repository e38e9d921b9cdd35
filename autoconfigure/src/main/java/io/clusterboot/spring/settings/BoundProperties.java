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

package io.clusterboot.spring.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Reads the properties, and names the expectation for a value that can't be read.
 */
public final class BoundProperties {

	private static final String PREFIX = "cluster";

	private BoundProperties() {
	}

	/**
	 * Read the properties.
	 * @param environment the environment with the values
	 * @return the properties
	 * @throws InvalidConfigurationPropertyValueException if a value has the wrong type
	 */
	public static ClusterProperties of(Environment environment) {
		try {
			ClusterProperties properties = Binder.get(environment)
				.bindOrCreate(PREFIX, Bindable.of(ClusterProperties.class), new ListInOneText());
			new WorkerVariables(environment).applyTo(properties.getWorker().getEnvironment());
			return properties;
		}
		catch (BindException ex) {
			String expected = expected(ex);
			if (expected == null) {
				throw ex;
			}
			throw new InvalidConfigurationPropertyValueException(ex.getName().toString(), value(ex), expected);
		}
	}

	private static @Nullable Object value(BindException ex) {
		ConfigurationProperty property = ex.getProperty();
		if (property != null) {
			return property.getValue();
		}
		return (ex.getCause() instanceof ConversionFailedException conversion) ? conversion.getValue() : null;
	}

	private static @Nullable String expected(BindException ex) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(ex.getTarget().getType().resolve(Object.class));
		if (type.isEnum()) {
			return "Expected one of %s.".formatted(Stream.of(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ")));
		}
		if (Number.class.isAssignableFrom(type)) {
			return (type == Double.class) ? "Expected a number, such as 0.1." : "Expected a whole number.";
		}
		if (type == Boolean.class) {
			return "Expected true or false.";
		}
		if (type == Duration.class) {
			return "Expected a duration, such as 30s or 500ms.";
		}
		if (type == DataSize.class) {
			return "Expected a size, such as 512MB.";
		}
		if (Map.class.isAssignableFrom(type)) {
			return "Expected the number of a slot, from 0, in brackets: %s[1].".formatted(ex.getName());
		}
		return null;
	}

	/**
	 * Splits the lists of options that were given as one text. A list with indexes, as in
	 * YAML, stays as it is.
	 */
	private static final class ListInOneText implements BindHandler {

		private static final Map<ConfigurationPropertyName, OptionList> LISTS = Map.of(
				ConfigurationPropertyName.of("cluster.worker.jvm-args"), OptionList.OF_JVM,
				ConfigurationPropertyName.of("cluster.worker.excluded-jvm-args"), OptionList.OF_JVM,
				ConfigurationPropertyName.of("cluster.worker.arguments"), OptionList.OF_APPLICATION);

		@Override
		public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			OptionList kind = LISTS.get(name);
			ConfigurationProperty property = context.getConfigurationProperty();
			if (kind == null || property == null || !property.getName().equals(name)) {
				return result;
			}
			return ((List<?>) result).stream().flatMap((text) -> kind.split(text.toString()).stream()).toList();
		}

	}

}
