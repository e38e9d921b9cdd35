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

package io.clusterboot.benchmarks;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The number of trials and their length.
 *
 * @param rounds the number of trials of each contestant in each row
 * @param jvmWarmUp the warm-up of a trial with JVMs, which compile while they run
 * @param warmUp the warm-up of the other trials
 * @param measured the time that is measured
 * @param limit the time after which no further round begins
 * @param only matches the titles of the rows to measure
 */
record Plan(int rounds, Duration jvmWarmUp, Duration warmUp, Duration measured, Duration limit, Pattern only) {

	private static final Pattern ALL = Pattern.compile("");

	private static final Plan FULL = new Plan(3, Duration.ofMillis(6000), Duration.ofMillis(1500),
			Duration.ofMillis(1500), Duration.ofSeconds(230), ALL);

	private static final Plan SHORT = new Plan(1, Duration.ofMillis(1000), Duration.ofMillis(200),
			Duration.ofMillis(400), Duration.ofSeconds(30), ALL);

	static final String USAGE = "Options: --short, --rounds=<number>, --only=<regular expression for rows>";

	static Plan parse(String[] arguments) {
		Plan plan = FULL;
		for (String argument : arguments) {
			if (argument.equals("--short")) {
				plan = new Plan(SHORT.rounds, SHORT.jvmWarmUp, SHORT.warmUp, SHORT.measured, SHORT.limit, plan.only);
			}
			else if (argument.startsWith("--rounds=")) {
				plan = new Plan(Integer.parseInt(argument.substring("--rounds=".length())), plan.jvmWarmUp, plan.warmUp,
						plan.measured, plan.limit, plan.only);
			}
			else if (argument.startsWith("--only=")) {
				plan = new Plan(plan.rounds, plan.jvmWarmUp, plan.warmUp, plan.measured, plan.limit,
						Pattern.compile(argument.substring("--only=".length())));
			}
			else {
				throw new IllegalArgumentException("%s%n%s".formatted(argument, USAGE));
			}
		}
		return plan;
	}

	boolean includes(Row row) {
		return this.only.matcher(row.title()).find();
	}

}
