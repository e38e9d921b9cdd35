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

package io.clusterboot.spring.command;

import picocli.CommandLine.Command;

/**
 * The family of commands. Each is the value of {@code cluster.command}.
 */
@Command(name = "app", customSynopsis = "java -jar app.jar --cluster.command=<command> [options]",
		description = "Ask the running master of this application.",
		footer = { "", "A command too: prepare, which makes the image that workers start from.", "",
				"Exit codes: 0 done, 1 failed (with the reason), 2 wrong usage, 3 no master,",
				"4 several masters (choose with --pid), 5 the master does not answer,", "124 not done in time." })
final class RootCommand {

}
