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

package io.clusterboot.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.clusterboot.process.ExecException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What Node's test suite checks of {@code exec} and {@code execFile}.
 */
@Timeout(300)
class ExecConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	private final ExecOptions options = ExecOptions.defaults();

	private Execution exec(String commandLine, ExecOptions options) {
		Execution execution = ChildProcess.exec(commandLine, options);
		this.children.add(execution.child().orElseThrow());
		return execution;
	}

	private ExecResult result(String commandLine, ExecOptions options) {
		return Children.await(exec(commandLine, options).result());
	}

	private ExecException failure(String commandLine, ExecOptions options) {
		CompletableFuture<ExecResult> result = exec(commandLine, options).result();
		return (ExecException) catchThrowable(() -> Children.await(result)).getCause();
	}

	// test-child-process-exec-cwd
	@Test
	void workingDirectory() {
		assertThat(result("pwd", this.options.with((spawn) -> spawn.withWorkingDirectory(Path.of("/dev")))).stdout())
			.isEqualTo("/dev\n");
	}

	// test-child-process-exec-env
	@Test
	void environment() {
		assertThat(result("echo $HELLO", this.options.with((spawn) -> spawn.withVariables(Map.of("HELLO", "WORLD"))))
			.stdout()).isEqualTo("WORLD\n");
	}

	// test-child-process-exec-encoding
	@Test
	void encoding() {
		String script = "printf 'f\\303\\266\\n'; printf '\\344' >&2";
		ExecResult utf8 = result(script, this.options);
		assertThat(utf8.stdout()).isEqualTo("fö\n");
		assertThat(utf8.stderrBytes()).containsExactly(0xE4);
		assertThat(result(script, this.options.withEncoding(StandardCharsets.ISO_8859_1)).stderr()).isEqualTo("ä");
	}

	// test-child-process-exec-error, test-child-process-exit-code
	@Test
	void unknownCommand() {
		Execution execution = exec("does-not-exist", this.options);
		assertThat(execution.child().orElseThrow().pid()).isPositive();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Children.await(execution.result()))
			.havingCause()
			.isInstanceOfSatisfying(ExecException.class, (ex) -> {
				assertThat(ex.getStatus()).isEqualTo(new ExitStatus(127));
				assertThat(ex.getCommand()).isEqualTo("does-not-exist");
				assertThat(ex.getReason()).isEqualTo(Reason.EXIT);
				assertThat(ex.isKilled()).isFalse();
				assertThat(ex.getOutput().stderr()).contains("not found");
				assertThat(ex).hasMessageStartingWith("Command failed: does-not-exist")
					.hasMessageContaining("not found");
			});
		Execution missing = ChildProcess.execFile(List.of("does-not-exist"), this.options);
		assertThat(missing.child()).isEmpty();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Children.await(missing.result()))
			.havingCause()
			.isInstanceOfSatisfying(SpawnException.class, (ex) -> assertThat(ex.getCode()).isEqualTo("ENOENT"));
	}

	// test-child-process-exec-maxbuf, test-child-process-execfile-maxbuf
	@ParameterizedTest
	@ValueSource(strings = { "stdout", "stderr" })
	void maxBuffer(String stream) {
		String redirect = stream.equals("stderr") ? " >&2" : "";
		ExecResult exact = result("printf 'hello'" + redirect, this.options.withMaxBuffer(5));
		assertThat(exact.stdout() + exact.stderr()).isEqualTo("hello");
		ExecException failure = failure("printf 'hello world'" + redirect + "; sleep 60",
				this.options.withMaxBuffer(5));
		assertThat(failure.getReason())
			.isEqualTo(stream.equals("stderr") ? Reason.STDERR_MAX_BUFFER : Reason.STDOUT_MAX_BUFFER);
		assertThat(failure.isKilled()).isTrue();
		assertThat(failure.getOutput().stdout() + failure.getOutput().stderr()).isEqualTo("hello");
		assertThat(failure).hasMessageStartingWith(stream);
	}

	@Test
	void maxBufferIsOneMebibyte() {
		assertThat(result("head -c 1048576 /dev/zero", this.options).stdoutBytes()).hasSize(1024 * 1024);
		ExecException failure = failure("head -c 1048577 /dev/zero", this.options);
		assertThat(failure.getReason()).isEqualTo(Reason.STDOUT_MAX_BUFFER);
		assertThat(failure.getOutput().stdoutBytes()).hasSize(1024 * 1024);
		assertThat(result("head -c 3000000 /dev/zero", this.options.withMaxBuffer(Long.MAX_VALUE)).stdoutBytes())
			.hasSize(3_000_000);
		assertThatIllegalArgumentException().isThrownBy(() -> this.options.withMaxBuffer(-1))
			.withMessage("maxBuffer: -1 (expected: >= 0)");
	}

	// test-child-process-exec-timeout-expire, -kill, -not-expired
	@ParameterizedTest
	@ValueSource(strings = { "SIGTERM", "SIGKILL" })
	void timeout(String signal) {
		ExecException failure = failure("echo before; sleep 60; true", this.options
			.with((spawn) -> spawn.withTimeout(Duration.ofMillis(200)).withKillSignal(Signal.parse(signal))));
		assertThat(failure.getReason()).isEqualTo(Reason.TIMEOUT);
		assertThat(failure.isKilled()).isTrue();
		assertThat(failure.getStatus().signal()).hasValue(Signal.parse(signal));
		assertThat(failure.getOutput().stdout()).isEqualTo("before\n");
	}

	@Test
	void timeoutThatIsNotReached() {
		assertThat(
				result("echo in time", this.options.with((spawn) -> spawn.withTimeout(Duration.ofMinutes(1)))).stdout())
			.isEqualTo("in time\n");
	}

	// test-child-process-execfile
	@Test
	void messageHasTheArguments() {
		Execution execution = ChildProcess.execFile(List.of("sh", "-c", "exit 42", "foo", "bar"), this.options);
		this.children.add(execution.child().orElseThrow());
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Children.await(execution.result()))
			.havingCause()
			.withMessage("Command failed: sh -c exit 42 foo bar (exit code 42)\n");
	}

	@Test
	void shellOfExecFile() {
		Execution execution = ChildProcess.execFile(List.of("echo", "$0"),
				this.options.with((spawn) -> spawn.withShell(Path.of("/bin/sh"))));
		this.children.add(execution.child().orElseThrow());
		assertThat(Children.await(execution.result()).stdout()).isEqualTo("/bin/sh\n");
	}

	// test-child-process-exec-abortcontroller-promisified,
	// -execFile-promisified-abortController
	@Test
	void cancellation() {
		Cancellation cancellation = new Cancellation();
		Execution execution = exec("sleep 60; true",
				this.options.with((spawn) -> spawn.withCancellation(cancellation)));
		IllegalStateException reason = new IllegalStateException("enough");
		cancellation.cancel(reason);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Children.await(execution.result()))
			.withCause(reason);
	}

	// test-child-process-promisified
	@Test
	void cancelledFutureEndsTheProcess() {
		Execution execution = exec("sleep 60; true", this.options);
		execution.result().cancel(true);
		assertThat(Children.await(execution.child().orElseThrow().onClose())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
	}

	// test-child-process-exec-stdout-stderr-data-string,
	// sequential/test-child-process-execsync
	@Test
	void bothOutputs() {
		ExecResult result = result("echo out; echo err >&2", this.options);
		assertThat(result.stdout()).isEqualTo("out\n");
		assertThat(result.stderr()).isEqualTo("err\n");
	}

	// test-child-process-spawnsync-input
	@Test
	void input() throws Exception {
		Execution execution = exec("cat", this.options);
		try (var stdin = execution.child().orElseThrow().stdin().orElseThrow()) {
			stdin.write("hello".getBytes(StandardCharsets.US_ASCII));
		}
		assertThat(Children.await(execution.result()).stdout()).isEqualTo("hello");
	}

}
