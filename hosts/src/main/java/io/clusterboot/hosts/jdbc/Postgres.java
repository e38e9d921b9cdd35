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
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

import io.clusterboot.hosts.HostsEngineException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * A connection to the database that is opened when it is needed, and again after a
 * failure. Statements of several threads run one after the other, each in a transaction
 * of its own, and none of them takes longer than the timeout. It owns the connection.
 */
final class Postgres implements AutoCloseable {

	private static final int TIMEOUT_SECONDS = 2;

	private final String url;

	private final @Nullable String user;

	private final @Nullable String password;

	private final Work prepare;

	/**
	 * Fair, so that many messages do not keep a lease from being extended.
	 */
	private final ReentrantLock turn = new ReentrantLock(true);

	private @Nullable Connection connection;

	private boolean prepared;

	private boolean closed;

	/**
	 * Create a new instance, which opens nothing.
	 * @param prepare is done once, on the first connection
	 */
	Postgres(String url, @Nullable String user, @Nullable String password, Work prepare) {
		this.url = url;
		this.user = user;
		this.password = password;
		this.prepare = prepare;
	}

	/**
	 * Open a connection that waits for notifications as long as it takes.
	 */
	Connection openListener() throws SQLException {
		return open(0);
	}

	private Connection open(int socketTimeout) throws SQLException {
		Properties properties = new Properties();
		if (this.user != null) {
			PGProperty.USER.set(properties, this.user);
		}
		if (this.password != null) {
			PGProperty.PASSWORD.set(properties, this.password);
		}
		PGProperty.CONNECT_TIMEOUT.set(properties, TIMEOUT_SECONDS);
		PGProperty.LOGIN_TIMEOUT.set(properties, TIMEOUT_SECONDS);
		PGProperty.SOCKET_TIMEOUT.set(properties, socketTimeout);
		PGProperty.TCP_KEEP_ALIVE.set(properties, true);
		PGProperty.APPLICATION_NAME.set(properties, "clusterboot");
		return DriverManager.getConnection(this.url, properties);
	}

	/**
	 * Do something with the connection.
	 * @throws HostsEngineException if the database does not answer
	 */
	<T> T call(Call<T> call) {
		this.turn.lock();
		try {
			Connection current = this.connection;
			if (current == null) {
				if (this.closed) {
					throw new SQLException("The connection was closed");
				}
				current = open(TIMEOUT_SECONDS);
				this.connection = current;
			}
			if (!this.prepared) {
				this.prepare.on(current);
				this.prepared = true;
			}
			return call.on(current);
		}
		catch (SQLException ex) {
			closeConnection();
			throw new HostsEngineException("PostgreSQL: " + ex.getMessage(), ex);
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * Execute a statement.
	 * @return how many rows it changed
	 */
	int update(String sql, Object... parameters) {
		return call((current) -> {
			try (PreparedStatement statement = statement(current, sql, parameters)) {
				return statement.executeUpdate();
			}
		});
	}

	/**
	 * Execute a query.
	 */
	<T> T query(String sql, Read<T> read, Object... parameters) {
		return call((current) -> {
			try (PreparedStatement statement = statement(current, sql, parameters);
					ResultSet rows = statement.executeQuery()) {
				return read.of(rows);
			}
		});
	}

	private static PreparedStatement statement(Connection connection, String sql, Object... parameters)
			throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		for (int i = 0; i < parameters.length; i++) {
			statement.setObject(i + 1, parameters[i]);
		}
		return statement;
	}

	private void closeConnection() {
		Connection current = this.connection;
		this.connection = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (SQLException ex) {
				// It is broken already
			}
		}
	}

	@Override
	public void close() {
		this.turn.lock();
		try {
			this.closed = true;
			closeConnection();
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * Something that is done with a connection.
	 *
	 * @param <T> its result
	 */
	@FunctionalInterface
	interface Call<T> {

		T on(Connection connection) throws SQLException;

	}

	/**
	 * Something that is done with a connection, without a result.
	 */
	@FunctionalInterface
	interface Work {

		void on(Connection connection) throws SQLException;

	}

	/**
	 * Reads the result of a query.
	 *
	 * @param <T> what it reads
	 */
	@FunctionalInterface
	interface Read<T> {

		T of(ResultSet rows) throws SQLException;

	}

}
