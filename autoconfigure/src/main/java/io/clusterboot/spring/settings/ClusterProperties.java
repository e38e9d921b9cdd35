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

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a cluster. {@link ClusterSettings} holds the values that they resolve
 * to.
 */
@ConfigurationProperties("cluster")
public class ClusterProperties {

	/**
	 * Number of worker processes, or "auto" for one per available processor, bounded by
	 * memory. When unset or 0, the application runs standalone.
	 */
	private @Nullable String workers;

	/**
	 * What this process does: run the cluster, prepare the image that workers start from
	 * and end, or ask the running master of the application for something and end.
	 */
	private ClusterCommand command = ClusterCommand.RUN;

	/**
	 * How connections reach the workers.
	 */
	private SchedulingPolicy schedulingPolicy = SchedulingPolicy.SHARED;

	/**
	 * Largest number of open connections of the cluster. Unlimited when unset.
	 */
	private @Nullable Long maxConnections;

	/**
	 * Time a worker may take from its fork until it listens.
	 */
	private Duration startupTimeout = Duration.ofSeconds(60);

	/**
	 * How many workers of a cluster that starts or grows may start at the same time, or
	 * "auto" for one per two available processors, and one per processor if they have an
	 * archive of their classes.
	 */
	private String forkParallelism = "auto";

	/**
	 * Whether the first worker of a cluster that starts is alone until it is ready, so
	 * that it alone changes the schema of a database: "auto" if the application has
	 * Flyway, Liquibase, SQL scripts or a "ddl-auto" that do, "first" always, "all"
	 * never.
	 */
	private MigrationsRule migrations = MigrationsRule.AUTO;

	/**
	 * Time a worker may take to finish the requests in flight when it is asked to end.
	 * Defaults to "spring.lifecycle.timeout-per-shutdown-phase".
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * Time in which a worker that drains still serves a request on an idle connection.
	 */
	private Duration drainGrace = Duration.ofSeconds(2);

	/**
	 * Time for which a cluster that is asked to stop serves on, out of service for
	 * balancers, before its workers drain.
	 */
	private Duration preDrainDelay = Duration.ZERO;

	/**
	 * Time a worker, or one of its event loops, may make no progress before it is ended
	 * and replaced.
	 */
	private Duration livenessTimeout = Duration.ofSeconds(30);

	/**
	 * Directory for the thread dumps of workers that hang. Defaults to the master's
	 * working directory.
	 */
	private Path threadDumpDirectory = Path.of("");

	/**
	 * Largest message, in either direction, between master and worker.
	 */
	private DataSize messageMaxSize = DataSize.ofMegabytes(16);

	/**
	 * Where the "@Scheduled" methods of the application run.
	 */
	private ScheduledRule scheduled = ScheduledRule.ALL;

	/**
	 * What works in the worker that leads only: "batch", the jobs of Spring Batch that
	 * Spring Boot runs at the start; "quartz", the schedulers of Quartz; "listeners", the
	 * containers of message listeners.
	 */
	private Set<LeaderOnly> leaderOnly = EnumSet.noneOf(LeaderOnly.class);

	@NestedConfigurationProperty
	private final MasterProperties master = new MasterProperties();

	@NestedConfigurationProperty
	private final WorkerProperties worker = new WorkerProperties();

	@NestedConfigurationProperty
	private final RespawnProperties respawn = new RespawnProperties();

	@NestedConfigurationProperty
	private final RollingProperties rolling = new RollingProperties();

	@NestedConfigurationProperty
	private final RecycleProperties recycle = new RecycleProperties();

	@NestedConfigurationProperty
	private final LivenessProperties liveness = new LivenessProperties();

	@NestedConfigurationProperty
	private final WarmUpProperties warmUp = new WarmUpProperties();

	@NestedConfigurationProperty
	private final ControlProperties control = new ControlProperties();

	@NestedConfigurationProperty
	private final HealthProperties health = new HealthProperties();

	@NestedConfigurationProperty
	private final LoggingProperties logging = new LoggingProperties();

	@NestedConfigurationProperty
	private final WarningsProperties warnings = new WarningsProperties();

	@NestedConfigurationProperty
	private final BudgetProperties budget = new BudgetProperties();

	@NestedConfigurationProperty
	private final CacheProperties cache = new CacheProperties();

	@NestedConfigurationProperty
	private final MetricsProperties metrics = new MetricsProperties();

	@NestedConfigurationProperty
	private final HostsProperties hosts = new HostsProperties();

	public @Nullable String getWorkers() {
		return this.workers;
	}

	public void setWorkers(@Nullable String workers) {
		this.workers = workers;
	}

	public ClusterCommand getCommand() {
		return this.command;
	}

	public void setCommand(ClusterCommand command) {
		this.command = command;
	}

	public SchedulingPolicy getSchedulingPolicy() {
		return this.schedulingPolicy;
	}

	public void setSchedulingPolicy(SchedulingPolicy schedulingPolicy) {
		this.schedulingPolicy = schedulingPolicy;
	}

	public @Nullable Long getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Long maxConnections) {
		this.maxConnections = maxConnections;
	}

	public Duration getStartupTimeout() {
		return this.startupTimeout;
	}

	public void setStartupTimeout(Duration startupTimeout) {
		this.startupTimeout = startupTimeout;
	}

	public String getForkParallelism() {
		return this.forkParallelism;
	}

	public void setForkParallelism(String forkParallelism) {
		this.forkParallelism = forkParallelism;
	}

	public MigrationsRule getMigrations() {
		return this.migrations;
	}

	public void setMigrations(MigrationsRule migrations) {
		this.migrations = migrations;
	}

	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public Duration getDrainGrace() {
		return this.drainGrace;
	}

	public void setDrainGrace(Duration drainGrace) {
		this.drainGrace = drainGrace;
	}

	public Duration getPreDrainDelay() {
		return this.preDrainDelay;
	}

	public void setPreDrainDelay(Duration preDrainDelay) {
		this.preDrainDelay = preDrainDelay;
	}

	public Duration getLivenessTimeout() {
		return this.livenessTimeout;
	}

	public void setLivenessTimeout(Duration livenessTimeout) {
		this.livenessTimeout = livenessTimeout;
	}

	public Path getThreadDumpDirectory() {
		return this.threadDumpDirectory;
	}

	public void setThreadDumpDirectory(Path threadDumpDirectory) {
		this.threadDumpDirectory = threadDumpDirectory;
	}

	public DataSize getMessageMaxSize() {
		return this.messageMaxSize;
	}

	public void setMessageMaxSize(DataSize messageMaxSize) {
		this.messageMaxSize = messageMaxSize;
	}

	public ScheduledRule getScheduled() {
		return this.scheduled;
	}

	public void setScheduled(ScheduledRule scheduled) {
		this.scheduled = scheduled;
	}

	public Set<LeaderOnly> getLeaderOnly() {
		return this.leaderOnly;
	}

	public void setLeaderOnly(Set<LeaderOnly> leaderOnly) {
		this.leaderOnly = leaderOnly;
	}

	public MasterProperties getMaster() {
		return this.master;
	}

	public WorkerProperties getWorker() {
		return this.worker;
	}

	public RespawnProperties getRespawn() {
		return this.respawn;
	}

	public RollingProperties getRolling() {
		return this.rolling;
	}

	public RecycleProperties getRecycle() {
		return this.recycle;
	}

	public LivenessProperties getLiveness() {
		return this.liveness;
	}

	public WarmUpProperties getWarmUp() {
		return this.warmUp;
	}

	public ControlProperties getControl() {
		return this.control;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public LoggingProperties getLogging() {
		return this.logging;
	}

	public WarningsProperties getWarnings() {
		return this.warnings;
	}

	public BudgetProperties getBudget() {
		return this.budget;
	}

	public CacheProperties getCache() {
		return this.cache;
	}

	public MetricsProperties getMetrics() {
		return this.metrics;
	}

	public HostsProperties getHosts() {
		return this.hosts;
	}

}
