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

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressBar} and {@link Progress}.
 */
class ProgressBarTests {

	private static final String ERASE = "\r\u001B[K";

	private final StringWriter out = new StringWriter();

	private Terminal terminal(boolean interactive, Ansi ansi) {
		return new Terminal(new PrintWriter(this.out, true), new PrintWriter(new StringWriter()), interactive, ansi);
	}

	private static JsonNode event(String name, String level, String text) {
		return JsonMapper.shared().readTree("""
				{"name":"%s","level":"%s","time":"2026-11-23T10:00:00Z","text":"%s"}""".formatted(name, level, text));
	}

	private String written() {
		String text = this.out.toString();
		this.out.getBuffer().setLength(0);
		return text;
	}

	@Test
	void barOfARollGrowsBelowTheEvents() {
		Progress progress = Progress.on(terminal(true, Ansi.OFF));
		progress.happened(event("worker-forked", "info", "Worker 3 forked"));
		assertThat(written()).matches("\\d\\d:\\d\\d:\\d\\d\\.000 Worker 3 forked\\R");
		progress.happened(event("roll-started", "info", "Rolling restart to generation 1 begins: 2 workers"));
		assertThat(written()).endsWith("░".repeat(30) + " 0/2 replaced");
		progress.happened(event("roll-progressed", "debug", "1 of 2 workers replaced"));
		assertThat(written()).isEqualTo(ERASE + "█".repeat(15) + "░".repeat(15) + " 1/2 replaced");
		progress.happened(event("roll-progressed", "info", "2 of 2 workers replaced"));
		assertThat(written()).startsWith(ERASE)
			.contains("2 of 2 workers replaced")
			.endsWith("█".repeat(30) + " 2/2 replaced");
		progress.end();
		assertThat(written()).as("the outcome takes its place").isEqualTo(ERASE);
	}

	@Test
	void colourIsForTerminalsThatWantIt() {
		Progress progress = Progress.on(terminal(true, Ansi.ON));
		progress.happened(event("worker-exited", "error", "Worker 3 exited"));
		assertThat(written()).contains("\u001B[31mWorker 3 exited\u001B[");
	}

	@Test
	void outputThatIsNoTerminalHasLinesOnly() {
		Progress progress = Progress.on(terminal(false, Ansi.OFF));
		progress.happened(event("roll-started", "info", "Rolling restart to generation 1 begins: 2 workers"));
		progress.happened(event("roll-progressed", "debug", "1 of 2 workers replaced"));
		progress.end();
		assertThat(written()).hasLineCount(1).endsWith("Rolling restart to generation 1 begins: 2 workers\n");
	}

}
