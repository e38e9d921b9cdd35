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

package io.clusterboot.spring.event;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.master.ClusterMaster;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.StringNode;

import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that sees many events.
 */
@Timeout(240)
class ManyEventsTests {

	private static final int EVENTS = 100_000;

	private static final int AT_ONCE = 1_000;

	private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private static final Pattern CLASS_IN_HISTOGRAM = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

	@Test
	void masterKeepsNothingOfAnEvent() throws Exception {
		Semaphore published = new Semaphore(0);
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.addApplicationListener((ApplicationListener<WorkerMessageEvent>) (event) -> published.release());
			context.refresh();
			try (ClusterMaster master = ClusterMaster.create(
					MasterSettings.of(1).withThreadDumps(Path.of("target", "thread-dumps")), launch(),
					List.of(new WorkerEventPublisher(context)))) {
				int worker = master.fork(Map.of()).orTimeout(60, TimeUnit.SECONDS).join().id();
				exchange(EVENTS / 10, master, worker, published);
				Map<String, Long> before = instances();
				exchange(EVENTS, master, worker, published);
				assertThat(instances()).allSatisfy((type, count) -> assertThat(count - before.getOrDefault(type, 0L))
					.as("more instances of %s", type)
					.isLessThan(EVENTS / 10));
				master.stopNow();
			}
		}
	}

	private static void exchange(int messages, ClusterMaster master, int worker, Semaphore published)
			throws InterruptedException {
		for (int sent = 0; sent < messages; sent += AT_ONCE) {
			for (int i = 0; i < AT_ONCE; i++) {
				master.send(worker, StringNode.valueOf("message " + (sent + i)));
			}
			assertThat(published.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS)).as("events").isTrue();
		}
	}

	/**
	 * Return how many objects of each class are reachable.
	 */
	private static Map<String, Long> instances() throws JMException {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return CLASS_IN_HISTOGRAM.matcher(histogram)
			.results()
			.collect(Collectors.toMap((MatchResult line) -> line.group(2), (line) -> Long.valueOf(line.group(1)),
					Long::sum));
	}

	private static WorkerLaunch launch() {
		JavaCommand command = JavaCommand.parse(JAVA,
				List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m", "-cp", CLASS_PATH, EchoMain.class.getName()));
		return new WorkerLaunch(command, SpawnOptions.defaults().environment(), null);
	}

}
