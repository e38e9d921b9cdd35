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

package io.clusterboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Output that cannot be written for a while: nothing waits for it, and the loss is
 * logged.
 */
class OutputIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	/**
	 * More than pipes and buffers hold.
	 */
	private static final int MANY_LINES = 20_000;

	private static final Pattern LOST = Pattern.compile("Lost \\d+ lines? \\(\\d+ bytes?\\) of output");

	@Test
	void readerThatStandsStillCostsOutputAndNothingElse() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.liveness-timeout=10s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			SampleClient client = sample.client();
			int position = sample.output().position();
			sample.whileUnread(() -> {
				assertThat(client.logLines(MANY_LINES)).isEqualTo(MANY_LINES);
				return client.servedByOnNewConnection("/");
			});
			sample.output().await(position, LOST, DEADLINE);
			assertThat(client.servedByOnNewConnection("/").pid()).isEqualTo(workers.get(0).pid());
			int exitCode = sample.whileUnread(() -> {
				assertThat(client.logLines(MANY_LINES)).isEqualTo(MANY_LINES);
				sample.signal("TERM");
				return sample.awaitExit(DEADLINE);
			});
			assertThat(exitCode).isEqualTo(143);
			assertThat(sample.output().awaitEnd(DEADLINE)).noneMatch((line) -> line.contains("no progress"));
		}
	}

	@Test
	void fullDiskCostsOutputUntilThereIsRoomAgain(@TempDir Path disk) throws IOException, InterruptedException {
		assumeTrue(canMount(), "Missing tool: unshare, with the rights to mount");
		String script = "mount -t tmpfs -o size=256k none \"$0\" && cd \"$0\" && touch log"
				+ " && (tail --pid=$$ -n +1 -F log 2> /dev/null &) && exec \"$@\" >> log 2>&1";
		try (SampleProcess sample = SampleCommand.sample()
			.launchedBy("unshare", "-m", "sh", "-c", script, disk.toString())
			.workers(1)
			.start()) {
			sample.awaitServing();
			SampleClient client = sample.client();
			assertThat(client.logLines(MANY_LINES)).isEqualTo(MANY_LINES);
			// In the namespace of the sample
			Path log = Path.of("/proc/%d/root%s/log".formatted(sample.pid(), disk));
			Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
			assertThat(client.logLines(1)).isEqualTo(1);
			sample.output().await(LOST, DEADLINE);
			sample.awaitLine("\\[worker-0 [^]]+\\].* Line 1 of 1$", DEADLINE);
		}
	}

	private static boolean canMount() throws InterruptedException {
		try {
			Process process = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
				.redirectErrorStream(true)
				.start();
			return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
