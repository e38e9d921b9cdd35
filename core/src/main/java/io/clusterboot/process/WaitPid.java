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

package io.clusterboot.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system call {@code waitpid}, which reaps a zombie.
 */
@FunctionalInterface
interface WaitPid {

	/**
	 * Reap a zombie.
	 * @param pid a child of this process that has ended
	 * @throws ReflectiveOperationException if the call cannot be made
	 */
	void reap(long pid) throws ReflectiveOperationException;

	/**
	 * Find a way to make the call without native code in this library.
	 * @return the call of the JDK if its package is open, otherwise the foreign function
	 * interface (JDK 22 and later), or empty
	 */
	static Optional<WaitPid> find() {
		return ofJdk().or(WaitPid::ofForeignFunction);
	}

	private static Optional<WaitPid> ofJdk() {
		try {
			Method wait = Class.forName("java.lang.ProcessHandleImpl")
				.getDeclaredMethod("waitForProcessExit0", long.class, boolean.class);
			wait.setAccessible(true);
			return Optional.of((pid) -> wait.invoke(null, pid, true));
		}
		catch (ReflectiveOperationException | InaccessibleObjectException ex) {
			logger().debug("java.lang is not open", ex);
			return Optional.empty();
		}
	}

	/**
	 * By reflection, since the release that the code is compiled for does not have it.
	 */
	private static Optional<WaitPid> ofForeignFunction() {
		int noHang = 1;
		try {
			Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
			Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
			Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
			Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
			Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
			Class<?> layouts = Class.forName("java.lang.foreign.ValueLayout");
			Object integer = layouts.getField("JAVA_INT").get(null);
			Object parameters = Array.newInstance(layoutType, 3);
			Array.set(parameters, 0, integer);
			Array.set(parameters, 1, layouts.getField("ADDRESS").get(null));
			Array.set(parameters, 2, integer);
			Object descriptor = descriptorType.getMethod("of", layoutType, parameters.getClass())
				.invoke(null, integer, parameters);
			Object linker = linkerType.getMethod("nativeLinker").invoke(null);
			Object symbols = linkerType.getMethod("defaultLookup").invoke(linker);
			Optional<?> symbol = (Optional<?>) Class.forName("java.lang.foreign.SymbolLookup")
				.getMethod("find", String.class)
				.invoke(symbols, "waitpid");
			Object call = linkerType
				.getMethod("downcallHandle", segmentType, descriptorType, Array.newInstance(optionType, 0).getClass())
				.invoke(linker, symbol.orElseThrow(), descriptor, Array.newInstance(optionType, 0));
			MethodHandle bound = MethodHandles.insertArguments((MethodHandle) call, 1,
					segmentType.getField("NULL").get(null), noHang);
			return Optional.of((pid) -> invoke(bound, pid));
		}
		catch (ReflectiveOperationException ex) {
			logger().debug("There is no foreign function interface", ex);
			return Optional.empty();
		}
	}

	private static void invoke(MethodHandle call, long pid) throws ReflectiveOperationException {
		try {
			call.invokeWithArguments((int) pid);
		}
		catch (Throwable ex) {
			throw new ReflectiveOperationException("waitpid", ex);
		}
	}

	private static Logger logger() {
		return LoggerFactory.getLogger(WaitPid.class);
	}

}
