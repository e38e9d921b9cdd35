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

import java.time.Duration;
import java.util.UUID;

import org.springframework.integration.jdbc.lock.LockRepository;

/**
 * The locks of a group in the database. A lock ends by the clock of the database, unlike
 * those of Spring Integration's own repository, which compares the clocks of the hosts.
 */
final class PostgresLocks implements LockRepository {

	private static final String ACQUIRE = """
			INSERT INTO clusterboot_lock AS held (app, name, owner, expires)
			VALUES (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
			ON CONFLICT (app, name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
			WHERE held.owner = excluded.owner OR held.expires < clock_timestamp()
			""";

	private static final String OWN = " FROM clusterboot_lock WHERE app = ? AND owner = ?";

	private final Postgres postgres;

	private final String group;

	private final String owner = UUID.randomUUID().toString();

	PostgresLocks(Postgres postgres, String group) {
		this.postgres = postgres;
		this.group = group;
	}

	@Override
	public boolean acquire(String lock, Duration ttl) {
		return this.postgres.update(ACQUIRE, this.group, lock, this.owner, ttl.toMillis()) == 1;
	}

	@Override
	public boolean renew(String lock, Duration ttl) {
		return this.postgres.update(
				"UPDATE clusterboot_lock SET expires = clock_timestamp() + ? * interval '1 millisecond' "
						+ "WHERE app = ? AND name = ? AND owner = ?",
				ttl.toMillis(), this.group, lock, this.owner) == 1;
	}

	@Override
	public boolean isAcquired(String lock) {
		return this.postgres.query("SELECT count(*)" + OWN + " AND name = ? AND expires >= clock_timestamp()",
				(rows) -> rows.next() && rows.getInt(1) == 1, this.group, this.owner, lock);
	}

	@Override
	public boolean delete(String lock) {
		return this.postgres.update("DELETE" + OWN + " AND name = ?", this.group, this.owner, lock) == 1;
	}

	@Override
	public void deleteExpired() {
		this.postgres.update("DELETE FROM clusterboot_lock WHERE app = ? AND expires < clock_timestamp()", this.group);
	}

	@Override
	public void close() {
		this.postgres.update("DELETE" + OWN, this.group, this.owner);
	}

}
