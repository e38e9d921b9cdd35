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

package io.clusterboot.hosts.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the notifications of a channel, on a thread and a connection of its own,
 * which is opened again when it is lost.
 */
final class Notifications implements AutoCloseable {

	private static final int WAIT_MILLIS = 1000;

	/**
	 * After how many silent waits the connection is checked.
	 */
	private static final int SILENT_WAITS = 5;

	private static final Logger logger = LoggerFactory.getLogger(Notifications.class);

	private final Postgres postgres;

	private final String channel;

	private final Consumer<String> receiver;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = new Thread(this::run, "cluster-hosts-listener");

	/**
	 * Create a new instance.
	 * @param channel the name of the channel, an identifier
	 */
	Notifications(Postgres postgres, String channel, Consumer<String> receiver) {
		this.postgres = postgres;
		this.channel = channel;
		this.receiver = receiver;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	private void run() {
		while (isOpen()) {
			try (Connection connection = this.postgres.openListener()) {
				listen(connection);
			}
			catch (SQLException ex) {
				logger.debug("Notifications are missed until the database answers", ex);
			}
			try {
				this.stopped.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private boolean isOpen() {
		return this.stopped.getCount() > 0;
	}

	private void listen(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("LISTEN " + this.channel);
		}
		logger.debug("Listening on {}", this.channel);
		PGConnection notified = connection.unwrap(PGConnection.class);
		int silent = 0;
		while (isOpen()) {
			PGNotification[] notifications = notified.getNotifications(WAIT_MILLIS);
			if (notifications != null && notifications.length > 0) {
				silent = 0;
				for (PGNotification notification : notifications) {
					this.receiver.accept(notification.getParameter());
				}
			}
			else if (++silent % SILENT_WAITS == 0 && !connection.isValid(2)) {
				throw new SQLException("The database does not answer");
			}
		}
	}

	@Override
	public void close() {
		this.stopped.countDown();
	}

}
