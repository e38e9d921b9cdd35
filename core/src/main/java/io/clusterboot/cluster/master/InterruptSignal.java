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

package io.clusterboot.cluster.master;

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to SIGINT, as Ctrl-C sends it: the first one ends the JVM as usual, with its
 * shutdown hooks and exit code 130, and a further one hurries that. The JVM itself does
 * not listen any more once it shuts down.
 * <p>
 * It uses {@code sun.misc.Signal}, which has no successor and is supported for that
 * reason, by reflection, since the compiler warns of it in a way that can't be turned
 * off. Where it is missing, SIGINT is handled as the JVM does.
 */
public final class InterruptSignal implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(InterruptSignal.class);

	private static final int EXIT_CODE = 130;

	private final @Nullable Object previous;

	private InterruptSignal(@Nullable Object previous) {
		this.previous = previous;
	}

	/**
	 * Start to listen. A process that was started with SIGINT ignored goes on to ignore
	 * it.
	 * @param hurry what to do when a further one comes; called on a thread of its own
	 * @return the way to have the former handling back
	 */
	public static InterruptSignal listen(Runnable hurry) {
		AtomicBoolean first = new AtomicBoolean(true);
		try {
			Object previous = handle(handler(() -> {
				if (first.compareAndSet(true, false)) {
					System.exit(EXIT_CODE);
				}
				hurry.run();
			}));
			InterruptSignal listener = new InterruptSignal(previous);
			if (previous == handlerType().getField("SIG_IGN").get(null)) {
				listener.close();
			}
			return listener;
		}
		catch (ReflectiveOperationException ex) {
			logger.debug("SIGINT is left to the JVM", ex);
			return new InterruptSignal(null);
		}
	}

	@Override
	public void close() {
		if (this.previous != null) {
			try {
				handle(this.previous);
			}
			catch (ReflectiveOperationException ex) {
				logger.debug("The former handling of SIGINT could not be restored", ex);
			}
		}
	}

	private static Object handle(Object handler) throws ReflectiveOperationException {
		Class<?> signalType = Class.forName("sun.misc.Signal");
		Object interrupt = signalType.getConstructor(String.class).newInstance("INT");
		return signalType.getMethod("handle", signalType, handlerType()).invoke(null, interrupt, handler);
	}

	private static Object handler(Runnable onSignal) throws ReflectiveOperationException {
		InvocationHandler invocations = (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				onSignal.run();
				yield null;
			}
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "InterruptSignal";
		};
		return Proxy.newProxyInstance(InterruptSignal.class.getClassLoader(), new Class<?>[] { handlerType() },
				invocations);
	}

	private static Class<?> handlerType() throws ClassNotFoundException {
		return Class.forName("sun.misc.SignalHandler");
	}

}
