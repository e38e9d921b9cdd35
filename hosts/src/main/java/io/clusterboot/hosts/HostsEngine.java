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

package io.clusterboot.hosts;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * What the masters of several hosts speak to each other through: locks, messages and a
 * few entries, all of one group of clusters. The modules for PostgreSQL and Redis
 * implement it; a bean of the application may, too.
 * <p>
 * Only masters use it. All methods may be called from any thread, and may block, for as
 * long as the engine takes to answer but not for ever. They throw
 * {@link HostsEngineException}, or another unchecked exception, when the engine does not
 * answer, and work again when it does. Nothing is opened before the first call.
 */
public interface HostsEngine extends AutoCloseable {

	/**
	 * Return the name of the engine, for people.
	 * @return the name, such as {@code redis}
	 */
	String name();

	/**
	 * Return the locks of the group. A lock is free when its holder has not locked it
	 * again for the time of the lease, by the clock of the engine, which is the only
	 * clock that counts.
	 * @param lease the time
	 * @return the locks, each of which is locked again by its holder to extend it
	 */
	LockRegistry<?> locks(Duration lease);

	/**
	 * Draw a number that is larger than all that were drawn in the group.
	 * @param after a number that it must be above, too
	 * @return the number
	 */
	long nextNumber(long after);

	/**
	 * Return the largest message.
	 * @return the number of bytes in UTF-8
	 */
	int maxMessageBytes();

	/**
	 * Send a message to all hosts, this one included. It arrives at most once: a host
	 * that has no connection at this moment misses it.
	 * @param message the message
	 */
	void publish(String message);

	/**
	 * Receive messages from now on, and connect again as often as it takes. Called once.
	 * @param receiver receives them, in the order in which they were sent by one host, on
	 * one thread; it does not block
	 */
	void listen(Consumer<String> receiver);

	/**
	 * Write an entry, or write it over.
	 * @param key its key
	 * @param value its value
	 * @param lifetime after which it is gone, by the clock of the engine
	 */
	void write(String key, String value, Duration lifetime);

	/**
	 * Remove an entry, if it is there.
	 * @param key its key
	 */
	void remove(String key);

	/**
	 * Read entries.
	 * @param prefix what their keys begin with
	 * @return the values by their keys
	 */
	Map<String, String> read(String prefix);

	/**
	 * Close all connections.
	 */
	@Override
	void close();

}
