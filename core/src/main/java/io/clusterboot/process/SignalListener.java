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

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a signal to this process, in place of the JVM or the system.
 * <p>
 * May be created and closed on any thread. The JVM calls the action on a new thread for
 * each signal, so calls may overlap, and the action should only notify another thread.
 * The last listener for a signal wins; closing it restores the previous handling.
 * <p>
 * It uses {@code sun.misc.Signal}, which has no successor and is supported for that
 * reason, by reflection, since the compiler's warning about it cannot be turned off.
 * Where it is missing, and where the JVM leaves signals to the system ({@code -Xrs}) or
 * keeps one for itself (SIGQUIT), the action is never called.
 */
public final class SignalListener implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(SignalListener.class);

	private final Signal signal;

	private final AtomicReference<@Nullable Object> previous;

	private final boolean ignored;

	private SignalListener(Signal signal, @Nullable Object previous, boolean ignored) {
		this.signal = signal;
		this.previous = new AtomicReference<>(previous);
		this.ignored = ignored;
	}

	/**
	 * Start to listen. A process that was started with the signal ignored, as
	 * {@code nohup} does for SIGHUP, continues to ignore it.
	 * @param signal the signal
	 * @param action called for each signal
	 * @return restores the previous handling when it is closed
	 */
	public static SignalListener listen(Signal signal, Runnable action) {
		try {
			Object previous = handle(signal, handler(signal, action));
			boolean ignored = previous == handlerType().getField("SIG_IGN").get(null);
			SignalListener listener = new SignalListener(signal, previous, ignored);
			if (ignored) {
				listener.close();
			}
			return listener;
		}
		catch (InvocationTargetException ex) {
			logger.info("{} is left to the JVM: {}", signal, ex.getTargetException().getMessage());
			return new SignalListener(signal, null, false);
		}
		catch (ReflectiveOperationException ex) {
			logger.info("{} is left to the JVM: {}", signal, ex.toString());
			return new SignalListener(signal, null, false);
		}
	}

	/**
	 * Ignore a signal, as a process does that was started with it ignored. Where that is
	 * not possible, it is left to the JVM.
	 */
	static void ignore(Signal signal) {
		try {
			handle(signal, handlerType().getField("SIG_IGN").get(null));
		}
		catch (ReflectiveOperationException ex) {
			logger.debug("{} is not ignored", signal, ex);
		}
	}

	/**
	 * Return whether the process was started with the signal ignored, and continues to
	 * ignore it.
	 * @return whether the action is never called for that reason
	 */
	public boolean isIgnored() {
		return this.ignored;
	}

	/**
	 * Restore the previous handling. A second call has no effect.
	 */
	@Override
	public void close() {
		Object former = this.previous.getAndSet(null);
		if (former != null) {
			try {
				handle(this.signal, former);
			}
			catch (ReflectiveOperationException ex) {
				logger.warn("The previous handling of {} could not be restored", this.signal, ex);
			}
		}
	}

	private static Object handle(Signal signal, Object handler) throws ReflectiveOperationException {
		Class<?> signalType = Class.forName("sun.misc.Signal");
		Object wanted = signalType.getConstructor(String.class).newInstance(signal.shortName());
		return signalType.getMethod("handle", signalType, handlerType()).invoke(null, wanted, handler);
	}

	private static Object handler(Signal signal, Runnable action) throws ReflectiveOperationException {
		InvocationHandler invocations = (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				action.run();
				yield null;
			}
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "listener to " + signal;
		};
		return Proxy.newProxyInstance(SignalListener.class.getClassLoader(), new Class<?>[] { handlerType() },
				invocations);
	}

	private static Class<?> handlerType() throws ClassNotFoundException {
		return Class.forName("sun.misc.SignalHandler");
	}

}
