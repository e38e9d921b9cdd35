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

package io.clusterboot.cluster.event;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterEventVisitor}: every kind of event has a method of its own.
 */
class ClusterEventVisitorTests {

	private static final Map<Class<?>, Object> ZEROS = Map.of(int.class, 0, long.class, 0L, boolean.class, false);

	@ParameterizedTest
	@MethodSource("kinds")
	void eventCallsTheMethodOfItsKind(Class<? extends ClusterEvent> kind) throws Exception {
		assertThat(instance(kind).accept(recorder())).isEqualTo(method(kind));
	}

	@Test
	void eachMethodBelongsToOneKind() {
		assertThat(ClusterEventVisitor.class.getMethods()).extracting((method) -> method.getParameterTypes()[0])
			.containsExactlyInAnyOrderElementsOf(kinds().<Class<?>>map((kind) -> kind).toList());
	}

	static Stream<Class<? extends ClusterEvent>> kinds() {
		return kinds(ClusterEvent.class).distinct();
	}

	private static Stream<Class<? extends ClusterEvent>> kinds(Class<?> type) {
		return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(ClusterEventVisitorTests::kinds)
				: Stream.of(type.asSubclass(ClusterEvent.class));
	}

	private static ClusterEvent instance(Class<? extends ClusterEvent> kind) throws Exception {
		Class<?>[] types = Arrays.stream(kind.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		Constructor<? extends ClusterEvent> constructor = kind.getDeclaredConstructor(types);
		return constructor.newInstance(Arrays.stream(types).map(ZEROS::get).toArray());
	}

	private static Method method(Class<?> kind) {
		return Arrays.stream(ClusterEventVisitor.class.getMethods())
			.filter((method) -> method.getParameterTypes()[0] == kind)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Return a visitor that returns the method that was called.
	 */
	@SuppressWarnings("unchecked")
	private static ClusterEventVisitor<Method> recorder() {
		return (ClusterEventVisitor<Method>) Proxy.newProxyInstance(ClusterEventVisitor.class.getClassLoader(),
				new Class<?>[] { ClusterEventVisitor.class }, (proxy, method, arguments) -> method);
	}

}
