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

import io.clusterboot.cluster.master.GiveUpRule;
import io.clusterboot.cluster.master.RespawnSettings;

/**
 * How a slot is filled again after its worker died.
 */
public class RespawnProperties {

	/**
	 * Pause before a dead worker is replaced. It doubles with each further death, and
	 * starts over after a worker that was ready for 30 seconds.
	 */
	private Duration initialDelay = Duration.ofMillis(100);

	/**
	 * Longest pause before a dead worker is replaced.
	 */
	private Duration maxDelay = Duration.ofSeconds(15);

	/**
	 * Number of workers of a slot that may fail in a row. One more puts the slot in
	 * trouble: it is reported, and the slot is filled again at the longest pause. Workers
	 * that are killed from outside do not count.
	 */
	private int maxFailures = 5;

	/**
	 * Time of service, for which workers of the slot were ready, within which failures
	 * are in a row, and that ends the trouble.
	 */
	private Duration period = Duration.ofSeconds(60);

	/**
	 * When slots in trouble end the cluster: when no worker is ready and every slot is in
	 * trouble, or when any slot is.
	 */
	private GiveUpRule giveUp = GiveUpRule.NONE_LEFT;

	public Duration getInitialDelay() {
		return this.initialDelay;
	}

	public void setInitialDelay(Duration initialDelay) {
		this.initialDelay = initialDelay;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public int getMaxFailures() {
		return this.maxFailures;
	}

	public void setMaxFailures(int maxFailures) {
		this.maxFailures = maxFailures;
	}

	public Duration getPeriod() {
		return this.period;
	}

	public void setPeriod(Duration period) {
		this.period = period;
	}

	public GiveUpRule getGiveUp() {
		return this.giveUp;
	}

	public void setGiveUp(GiveUpRule giveUp) {
		this.giveUp = giveUp;
	}

	RespawnSettings toSettings() {
		return new RespawnSettings(ValueChecks.positive("cluster.respawn.initial-delay", this.initialDelay),
				ValueChecks.atLeast("cluster.respawn.max-delay", this.maxDelay, this.initialDelay,
						"cluster.respawn.initial-delay"),
				ValueChecks.atLeast("cluster.respawn.max-failures", this.maxFailures, 0),
				ValueChecks.positive("cluster.respawn.period", this.period), this.giveUp);
	}

}
