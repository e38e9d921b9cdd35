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

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import io.clusterboot.hosts.HostsEngine;
import io.clusterboot.hosts.lead.HostElection;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * PostgreSQL as the engine: three tables, which it creates, and a channel of
 * notifications. It has one connection for statements and one that listens.
 */
public final class PostgresEngine implements HostsEngine {

	/**
	 * What PostgreSQL takes for a notification, less one byte for the end.
	 */
	private static final int MAX_MESSAGE_BYTES = 7999;

	/**
	 * An application that may not create tables has them created before.
	 */
	private static final String PRESENT = """
			SELECT to_regclass('clusterboot_lock') IS NOT NULL AND to_regclass('clusterboot_number') IS NOT NULL
				AND to_regclass('clusterboot_entry') IS NOT NULL
			""";

	private static final String TABLES = """
			SELECT pg_advisory_xact_lock(7013651);
			CREATE TABLE IF NOT EXISTS clusterboot_lock (app text NOT NULL, name text NOT NULL, owner text NOT NULL,
				expires timestamptz NOT NULL, PRIMARY KEY (app, name));
			CREATE TABLE IF NOT EXISTS clusterboot_number (app text PRIMARY KEY, number bigint NOT NULL);
			CREATE TABLE IF NOT EXISTS clusterboot_entry (app text NOT NULL, name text NOT NULL, value text NOT NULL,
				expires timestamptz NOT NULL, PRIMARY KEY (app, name));
			""";

	private static final String NUMBER = """
			INSERT INTO clusterboot_number AS last (app, number)
			VALUES (?, greatest(? + 1, floor(extract(epoch FROM clock_timestamp()) * 100)::bigint))
			ON CONFLICT (app) DO UPDATE SET number = greatest(last.number + 1, excluded.number)
			RETURNING number
			""";

	private static final String WRITE = """
			INSERT INTO clusterboot_entry (app, name, value, expires)
			VALUES (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
			ON CONFLICT (app, name) DO UPDATE SET value = excluded.value, expires = excluded.expires
			""";

	private static final String READ = """
			SELECT name, value FROM clusterboot_entry
			WHERE app = ? AND starts_with(name, ?) AND expires >= clock_timestamp()
			""";

	private final Postgres postgres;

	private final String group;

	private final String channel;

	private @Nullable Notifications notifications;

	/**
	 * Create a new instance, which opens nothing.
	 * @param url the JDBC URL
	 * @param user the user, {@code null} if the URL has it
	 * @param password the password, {@code null} if there is none
	 * @param group the name of the group
	 */
	public PostgresEngine(String url, @Nullable String user, @Nullable String password, String group) {
		this.postgres = new Postgres(url, user, password, PostgresEngine::createTables);
		this.group = group;
		this.channel = "clusterboot_"
				+ UUID.nameUUIDFromBytes(group.getBytes(StandardCharsets.UTF_8)).toString().replace('-', '_');
	}

	private static void createTables(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet present = statement.executeQuery(PRESENT)) {
			if (present.next() && present.getBoolean(1)) {
				return;
			}
		}
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute(TABLES);
			connection.commit();
		}
		connection.setAutoCommit(true);
	}

	@Override
	public String name() {
		return "jdbc";
	}

	@Override
	public LockRegistry<?> locks(Duration lease) {
		JdbcLockRegistry registry = new JdbcLockRegistry(new PostgresLocks(this.postgres, this.group), lease);
		registry.setIdleBetweenTries(HostElection.idle(lease));
		return registry;
	}

	@Override
	public long nextNumber(long after) {
		return this.postgres.query(NUMBER, (rows) -> {
			rows.next();
			return rows.getLong(1);
		}, this.group, after);
	}

	@Override
	public int maxMessageBytes() {
		return MAX_MESSAGE_BYTES;
	}

	@Override
	public void publish(String message) {
		this.postgres.query("SELECT pg_notify(?, ?)", (rows) -> true, this.channel, message);
	}

	@Override
	public synchronized void listen(Consumer<String> receiver) {
		Notifications created = new Notifications(this.postgres, this.channel, receiver);
		this.notifications = created;
		created.start();
	}

	@Override
	public void write(String key, String value, Duration lifetime) {
		this.postgres.update(WRITE, this.group, key, value, lifetime.toMillis());
	}

	@Override
	public void remove(String key) {
		this.postgres.update(
				"DELETE FROM clusterboot_entry WHERE app = ? AND (name = ? OR expires < clock_timestamp())", this.group,
				key);
	}

	@Override
	public Map<String, String> read(String prefix) {
		return this.postgres.query(READ, (rows) -> {
			Map<String, String> entries = new HashMap<>();
			while (rows.next()) {
				entries.put(rows.getString(1), rows.getString(2));
			}
			return entries;
		}, this.group, prefix);
	}

	@Override
	public synchronized void close() {
		if (this.notifications != null) {
			this.notifications.close();
		}
		this.postgres.close();
	}

}
