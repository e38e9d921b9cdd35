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

import io.clusterboot.cluster.master.GiveUpRule;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.spring.settings.MasterProperties.AutoConfigurations;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pins every default of {@link ClusterProperties}.
 */
class ClusterPropertiesTests {

	@Test
	void defaults() {
		ClusterProperties properties = new ClusterProperties();
		assertThat(properties.getWorkers()).isNull();
		assertThat(properties.getSchedulingPolicy()).isEqualTo(SchedulingPolicy.SHARED);
		assertThat(properties.getMaxConnections()).isNull();
		assertThat(properties.getStartupTimeout()).isEqualTo(Duration.ofSeconds(60));
		assertThat(properties.getDrainTimeout()).isNull();
		assertThat(properties.getDrainGrace()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.getPreDrainDelay()).isZero();
		assertThat(properties.getHealth().getMinReady()).isEqualTo("1");
		assertThat(properties.getMaster().getManagementPort()).isNull();
		assertThat(properties.getLivenessTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.getLiveness().isThreadPool()).isFalse();
		assertThat(properties.getThreadDumpDirectory()).isEqualTo(Path.of(""));
		assertThat(properties.getMessageMaxSize()).isEqualTo(DataSize.ofMegabytes(16));
		assertThat(properties.getScheduled()).isEqualTo(ScheduledRule.ALL);
		assertThat(properties.getLeaderOnly()).isEmpty();
		assertThat(properties.getMaster().getAutoConfigurations()).isEqualTo(AutoConfigurations.REDUCED);
		assertThat(properties.getWorker().getJava()).isNull();
		assertThat(properties.getWorker().getJvmArgs()).isEmpty();
		assertThat(properties.getWorker().getExcludedJvmArgs()).isEmpty();
		assertThat(properties.getWorker().getEnvironment()).isEmpty();
		assertThat(properties.getWorker().getArguments()).isNull();
		assertThat(properties.getWorker().getMainClass()).isNull();
		assertThat(properties.getWorker().getWorkingDirectory()).isNull();
		assertThat(properties.getWorker().getCpus()).isEqualTo("auto");
		assertThat(properties.getWorker().getMaxHeap()).isEqualTo("auto");
		assertThat(properties.getWorker().getDebugSlot()).isNull();
		assertThat(properties.getWorker().getMaxConnections()).isNull();
		assertThat(properties.getWorker().getCommand()).isEmpty();
		assertThat(properties.getWorker().getSlots()).isEmpty();
		assertThat(new WorkerSlotProperties().getCommand()).isEmpty();
		assertThat(properties.getRespawn().getInitialDelay()).isEqualTo(Duration.ofMillis(100));
		assertThat(properties.getRespawn().getMaxDelay()).isEqualTo(Duration.ofSeconds(15));
		assertThat(properties.getRespawn().getMaxFailures()).isEqualTo(5);
		assertThat(properties.getRespawn().getPeriod()).isEqualTo(Duration.ofSeconds(60));
		assertThat(properties.getRespawn().getGiveUp()).isEqualTo(GiveUpRule.NONE_LEFT);
		assertThat(properties.getRolling().getMaxSurge()).isOne();
		assertThat(properties.getRolling().getCanaryTime()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.getRecycle().getMaxRequests()).isNull();
		assertThat(properties.getRecycle().getMaxLifetime()).isNull();
		assertThat(properties.getRecycle().getMaxMemory()).isNull();
		assertThat(properties.getRecycle().getJitter()).isEqualTo(0.1);
		assertThat(properties.getWarmUp().getPaths()).isEmpty();
		assertThat(properties.getWarmUp().getRequests()).isEqualTo(1000);
		assertThat(properties.getWarmUp().getTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.getWarmUp().getParallelism()).isEqualTo("auto");
		assertThat(properties.getWarmUp().isRequired()).isFalse();
		assertThat(properties.getWarnings().isSessions()).isTrue();
		assertThat(properties.getLogging().getFiles()).isEqualTo(LogFileRule.PER_SLOT);
		assertThat(properties.getBudget().getDatasource()).isEqualTo(BudgetRule.EACH);
		assertThat(properties.getBudget().getThreads()).isEqualTo(BudgetRule.EACH);
		assertThat(properties.getCommand()).isEqualTo(ClusterCommand.RUN);
		assertThat(properties.getControl().isEnabled()).isTrue();
		assertThat(properties.getControl().getDirectory()).isNull();
		assertThat(properties.getMetrics().isEnabled()).isTrue();
		assertThat(properties.getMetrics().getScrapeTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.getMetrics().getMaxSeries()).isEqualTo(10_000);
		assertThat(properties.getMetrics().getGauges()).isEmpty();
	}

}
