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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What this cluster has in common with those of other hosts.
 */
public class HostsProperties {

	private static final String KEY = "cluster.hosts.engine";

	private static final String MODULE = "io.clusterboot.hosts.HostsEngine";

	private static final Duration MIN_LEASE = Duration.ofSeconds(2);

	/**
	 * Engine through which the masters of several hosts speak to each other. It needs the
	 * module "clusterboot-spring-boot-hosts".
	 */
	private HostEngine engine = HostEngine.NONE;

	/**
	 * Name that the clusters of one application have in common. Defaults to
	 * "spring.application.name".
	 */
	private @Nullable String group;

	/**
	 * Name of this host, as other hosts show it. Defaults to the name of the machine.
	 */
	private @Nullable String hostName;

	/**
	 * Time after which another host may lead when the leading one is silent.
	 */
	private Duration lease = Duration.ofSeconds(8);

	/**
	 * Whether events with "@ClusterBroadcast" and evictions of caches reach the other
	 * hosts.
	 */
	private boolean broadcasts = true;

	@NestedConfigurationProperty
	private final JdbcProperties jdbc = new JdbcProperties();

	public HostEngine getEngine() {
		return this.engine;
	}

	public void setEngine(HostEngine engine) {
		this.engine = engine;
	}

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	public @Nullable String getHostName() {
		return this.hostName;
	}

	public void setHostName(@Nullable String hostName) {
		this.hostName = hostName;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	public boolean isBroadcasts() {
		return this.broadcasts;
	}

	public void setBroadcasts(boolean broadcasts) {
		this.broadcasts = broadcasts;
	}

	public JdbcProperties getJdbc() {
		return this.jdbc;
	}

	/**
	 * Return whether an engine is configured.
	 * @param environment the environment of the application
	 * @return whether it is
	 */
	public static boolean hasEngine(Environment environment) {
		return Binder.get(environment).bind(KEY, HostEngine.class).orElse(HostEngine.NONE) != HostEngine.NONE;
	}

	/**
	 * Check what can be checked before there is a context.
	 * @param classLoader the application's class loader
	 * @throws InvalidConfigurationPropertyValueException if a value can't be used
	 */
	public void check(ClassLoader classLoader) {
		ValueChecks.atLeast("cluster.hosts.lease", this.lease, MIN_LEASE, "2s");
		if (this.engine != HostEngine.NONE && !ClassUtils.isPresent(MODULE, classLoader)) {
			throw new InvalidConfigurationPropertyValueException(KEY, this.engine,
					"Expected the module 'clusterboot-spring-boot-hosts' on the class path.");
		}
	}

	/**
	 * The database of the engine "jdbc".
	 */
	public static class JdbcProperties {

		/**
		 * JDBC URL of the PostgreSQL database. Defaults to "spring.datasource.url".
		 */
		private @Nullable String url;

		/**
		 * User of the database. Defaults to "spring.datasource.username".
		 */
		private @Nullable String username;

		/**
		 * Password of the database. Defaults to "spring.datasource.password".
		 */
		private @Nullable String password;

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

	}

}
