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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clusterboot.testing.NodeAvailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How forked JVMs end, and what is told of it.
 */
@Timeout(300)
class ChildEndConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final Recorder recorder = new Recorder();

	private ChildProcess fork(String... arguments) {
		return this.children.add(ChildProcess.fork(ForkModule.of(ChildMain.class), List.of(arguments),
				ForkOptions.defaults().silent().withExecArgv(Children.vmOptions()), this.recorder));
	}

	private List<String> ends(ChildProcess child) {
		Children.await(child.onClose());
		return this.recorder.events().stream().filter((event) -> !event.equals("message")).toList();
	}

	// test-child-process-exit-code; a JVM that nobody keeps alive ends though its channel
	// is open
	@ParameterizedTest
	@CsvSource({ "return, 0", "exit, 5", "uncaught, 1", "unref, 0", "disconnect, 0" })
	void eachEventOnce(String mode, String code) {
		ChildProcess child = fork(mode);
		assertThat(ends(child)).containsExactly("spawn", "disconnect", "exit " + code, "close " + code);
	}

	// Nothing that was sent is lost by an exit, which Node does not promise
	@Test
	void exitFlushesWhatWasSent() {
		ChildProcess child = fork("exit");
		assertThat(this.recorder.next().stringValue()).hasSize(5_000_000);
		this.recorder.expect(Map.of("code", 5));
		assertThat(ends(child)).endsWith("exit 5", "close 5");
	}

	// A JVM that is terminated exits with 143, and is reported as ended by the signal
	@ParameterizedTest
	@CsvSource({ "SIGTERM, 143", "SIGKILL, 137" })
	void signal(String signal, int code) {
		ChildProcess child = fork("wait");
		this.recorder.expect("ready");
		child.kill(Signal.parse(signal));
		assertThat(ends(child)).containsExactly("spawn", "disconnect", "exit " + signal, "close " + signal);
		ExitStatus status = child.exitStatus().orElseThrow();
		assertThat(status.code()).isEqualTo(code);
		assertThat(status.signal()).hasValue(Signal.parse(signal));
	}

	// test-child-process-fork-ref: the close comes also after a disconnect by the parent
	@Test
	void childThatListensLivesUntilTheDisconnect() throws IOException {
		ChildProcess child = fork("listen");
		this.recorder.expect("ready");
		assertThat(child.isAlive()).isTrue();
		child.disconnect();
		assertThat(new String(child.stdout().orElseThrow().readAllBytes(), StandardCharsets.UTF_8))
			.isEqualTo("disconnected\n");
		assertThat(ends(child)).containsExactly("spawn", "disconnect", "exit 0", "close 0");
	}

	// test-child-process-fork-and-spawn: what a child starts knows nothing of its channel
	@Test
	void grandchildHasNoChannel() {
		ChildProcess child = fork("spawn");
		List<String> lines = this.recorder.next().get("lines").valueStream().map(JsonNode::stringValue).toList();
		assertThat(lines).anyMatch((line) -> line.startsWith("PATH="))
			.noneMatch((line) -> line.startsWith("NODE_CHANNEL") || line.startsWith("NODE_UNIQUE")
					|| line.startsWith("CLUSTER_CHANNEL") || line.startsWith("CLUSTER_UNIQUE")
					|| line.startsWith("socket:"));
		assertThat(ends(child)).endsWith("exit 0", "close 0");
	}

	// test-child-process-fork-detached, test-child-process-detached
	@Test
	void detachedGrandchildOutlivesItsParent() {
		ChildProcess child = fork("detach");
		long pid = this.recorder.next().longValue();
		ProcessHandle grandchild = ProcessHandle.of(pid).orElseThrow();
		try {
			child.kill(Signal.SIGKILL);
			assertThat(ends(child)).endsWith("exit SIGKILL", "close SIGKILL");
			assertThat(grandchild.isAlive()).isTrue();
		}
		finally {
			grandchild.destroyForcibly();
		}
	}

	// fork('app.jar', args, {execPath: 'java', execArgv: ['-jar']}) by a Node process,
	// and the same jar forked from here
	@Test
	@NodeAvailable
	void jarIsForked() throws IOException {
		Path jar = jar();
		ChildProcess child = this.children.add(ChildProcess.fork(ForkModule.of(jar), List.of("chain", "1"),
				ForkOptions.defaults().withExecArgv(List.of("-XX:TieredStopAtLevel=1")), this.recorder));
		assertThat(this.recorder.next().get("left").intValue()).isEqualTo(1);
		child.disconnect();
		assertThat(ends(child)).endsWith("exit 0", "close 0");
		Path script = Files.writeString(this.directory.resolve("parent.js"), """
				const { fork } = require('child_process');
				const child = fork(process.argv[2], ['chain', '7'], { execPath: process.argv[3], execArgv: ['-jar'] });
				child.once('message', (message) => {
				  console.log(JSON.stringify(message));
				  child.once('message', (answer) => { console.log(answer); child.disconnect(); });
				  child.send('ping');
				});
				child.on('exit', (code, signal) => console.log(code, signal));
				""");
		Execution execution = ChildProcess.execFile(List.of("node", script.toString(), jar.toString(), Children.java()),
				ExecOptions.defaults());
		this.children.add(execution.child().orElseThrow());
		assertThat(Children.await(execution.result()).stdout().lines()).satisfiesExactly(
				(line) -> assertThat(line).contains("\"left\":7").doesNotContain("NODE_CHANNEL"),
				(line) -> assertThat(line).isEqualTo("ping"), (line) -> assertThat(line).isEqualTo("0 null"));
	}

	private Path jar() throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ChildMain.class.getName());
		manifest.getMainAttributes()
			.put(Attributes.Name.CLASS_PATH,
					Stream.of(Children.classPath().split(":"))
						.map((entry) -> Path.of(entry).toUri().toString())
						.collect(Collectors.joining(" ")));
		Path jar = this.directory.resolve("app.jar");
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream output = new JarOutputStream(file, manifest)) {
			output.finish();
		}
		return jar;
	}

}
