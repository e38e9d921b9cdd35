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

import java.util.Map;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is said of properties that can't be read.
 */
class BoundPropertiesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.scheduling-policy      | foo | shared, round-robin, least-connections, source-hash, reuse-port.
			cluster.max-connections        | abc | Expected a whole number.
			cluster.worker.max-connections | 1.5 | Expected a whole number.
			cluster.respawn.max-failures   | few | Expected a whole number.
			cluster.recycle.jitter         | abc | Expected a number, such as 0.1.
			cluster.startup-timeout        | now | Expected a duration, such as 30s or 500ms.
			cluster.message-max-size       | big | Expected a size, such as 512MB.
			""")
	void namesKeyAndValueAndWhatIsExpected(String key, String value, String expected) {
		this.environment.setProperty(key, value);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> BoundProperties.of(this.environment))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(key);
				assertThat(ex.getValue()).isEqualTo(value);
				assertThat(ex.getReason()).endsWith(expected);
			});
	}

	@Test
	void slotIsANumber() {
		this.environment.setProperty("cluster.worker.slots[x].command", "node");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> BoundProperties.of(this.environment))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("cluster.worker.slots");
				assertThat(ex.getValue()).isEqualTo("x");
				assertThat(ex.getReason())
					.isEqualTo("Expected the number of a slot, from 0, in brackets: cluster.worker.slots[1].");
			});
	}

	@Test
	void emptyIsAsUnset() {
		this.environment.setProperty("cluster.scheduling-policy", "");
		assertThat(BoundProperties.of(this.environment).getSchedulingPolicy()).isEqualTo(SchedulingPolicy.SHARED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-Xlog:gc:file=x:time,uptime                       | -Xlog:gc:file=x:time,uptime
			-Xmx64m,-Dlast=1                                  | -Xmx64m ; -Dlast=1
			-Xmx64m -Xlog:gc*,safepoint:file=x:time, -Da=b,c  | -Xmx64m ; -Xlog:gc*,safepoint:file=x:time ; -Da=b,c
			-agentlib:jdwp=transport=dt_socket,server=y       | -agentlib:jdwp=transport=dt_socket,server=y
			--add-opens java.base/java.nio=A,B -Dx=1          | --add-opens ; java.base/java.nio=A,B ; -Dx=1
			--add-opens,java.base/java.nio=A                  | --add-opens ; java.base/java.nio=A
			-XX:OnOutOfMemoryError=kill -9 %p                 | -XX:OnOutOfMemoryError=kill -9 %p
			-XX:OnError="gdb -p %p" -Dname=O'Brien            | -XX:OnError=gdb -p %p ; -Dname=O'Brien
			""")
	void commaInsideAnOptionDoesNotSplitIt(String text, String options) {
		this.environment.setProperty("cluster.worker.jvm-args", text);
		assertThat(BoundProperties.of(this.environment).getWorker().getJvmArgs()).containsExactly(options.split(" ; "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--spring.profiles.active=a,b,--c=d | --spring.profiles.active=a,b ; --c=d
			one, two                           | one ; two
			--flag,two words                   | --flag ; two words
			""")
	void commaInsideAnArgumentDoesNotSplitIt(String text, String arguments) {
		this.environment.setProperty("cluster.worker.arguments", text);
		assertThat(BoundProperties.of(this.environment).getWorker().getArguments())
			.containsExactly(arguments.split(" ; "));
	}

	@Test
	void elementsOfAListStayWhole() {
		this.environment.setProperty("cluster.worker.jvm-args[0]", "-Dx=a -b, -c");
		this.environment.setProperty("cluster.worker.jvm-args[1]", "-Dy='1'");
		assertThat(BoundProperties.of(this.environment).getWorker().getJvmArgs()).containsExactly("-Dx=a -b, -c",
				"-Dy='1'");
	}

	@Test
	void variableOfTheWorkersKeepsItsName() {
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("CLUSTER_WORKER_ENVIRONMENT_MY_FLAG", "1", "CLUSTER_WORKER_ENVIRONMENT_LANG", "C")));
		assertThat(BoundProperties.of(this.environment).getWorker().getEnvironment())
			.containsExactlyInAnyOrderEntriesOf(Map.of("MY_FLAG", "1", "LANG", "C"));
	}

	@Test
	void variableOfTheWorkersIsOverriddenOnTheCommandLine() {
		this.environment.setProperty("cluster.worker.environment.MY_FLAG", "2");
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("CLUSTER_WORKER_ENVIRONMENT_MY_FLAG", "1")));
		assertThat(BoundProperties.of(this.environment).getWorker().getEnvironment())
			.containsExactlyEntriesOf(Map.of("MY_FLAG", "2"));
	}

}
