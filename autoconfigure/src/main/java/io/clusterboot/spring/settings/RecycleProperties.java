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

import io.clusterboot.cluster.master.RecycleSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Limits after which a worker is replaced.
 */
public class RecycleProperties {

	private static final DataSize MIN_MEMORY = DataSize.ofMegabytes(64);

	/**
	 * Number of requests after which a worker is replaced. Unlimited when unset.
	 */
	private @Nullable Long maxRequests;

	/**
	 * Time after which a worker is replaced. Unlimited when unset.
	 */
	private @Nullable Duration maxLifetime;

	/**
	 * Resident memory above which a worker is replaced. Unlimited when unset.
	 */
	private @Nullable DataSize maxMemory;

	/**
	 * Largest share by which a worker may exceed the limits, chosen by slot and at
	 * random, so that workers of the same age are not replaced together.
	 */
	private double jitter = 0.1;

	public @Nullable Long getMaxRequests() {
		return this.maxRequests;
	}

	public void setMaxRequests(@Nullable Long maxRequests) {
		this.maxRequests = maxRequests;
	}

	public @Nullable Duration getMaxLifetime() {
		return this.maxLifetime;
	}

	public void setMaxLifetime(@Nullable Duration maxLifetime) {
		this.maxLifetime = maxLifetime;
	}

	public @Nullable DataSize getMaxMemory() {
		return this.maxMemory;
	}

	public void setMaxMemory(@Nullable DataSize maxMemory) {
		this.maxMemory = maxMemory;
	}

	public double getJitter() {
		return this.jitter;
	}

	public void setJitter(double jitter) {
		this.jitter = jitter;
	}

	RecycleSettings toSettings() {
		if (!(this.jitter >= 0 && this.jitter <= 1)) {
			throw new InvalidConfigurationPropertyValueException("cluster.recycle.jitter", this.jitter,
					"Expected a share from 0 to 1.");
		}
		return new RecycleSettings(
				(this.maxRequests != null) ? ValueChecks.atLeast("cluster.recycle.max-requests", this.maxRequests, 1)
						: RecycleSettings.NEVER.maxRequests(),
				(this.maxLifetime != null) ? ValueChecks.positive("cluster.recycle.max-lifetime", this.maxLifetime)
						: RecycleSettings.NEVER.maxLifetime(),
				(this.maxMemory != null) ? memory(this.maxMemory) : RecycleSettings.NEVER.maxMemory(), this.jitter);
	}

	private static long memory(DataSize size) {
		if (size.compareTo(MIN_MEMORY) < 0) {
			throw new InvalidConfigurationPropertyValueException("cluster.recycle.max-memory", size,
					"Expected a size of at least 64MB, such as 1GB.");
		}
		return size.toBytes();
	}

}
