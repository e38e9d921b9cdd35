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

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what happens to a child, in order.
 */
final class Recorder implements ChildProcessListener, MessageListener {

	private static final long DEADLINE_SECONDS = 120;

	private static final Letter END = new Letter(JsonNodeFactory.instance.nullNode(), null);

	private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();

	private final List<Exception> failures = new CopyOnWriteArrayList<>();

	private final List<String> events = new CopyOnWriteArrayList<>();

	/**
	 * The names of the events, with the messages.
	 */
	List<String> events() {
		return this.events;
	}

	List<Exception> failures() {
		return this.failures;
	}

	@Override
	public void spawned(ChildProcess child) {
		child.onMessage(this);
		this.events.add("spawn");
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		this.events.add("message");
		this.letters.add(new Letter(message, handle));
	}

	@Override
	public void failed(ChildProcess child, Exception error) {
		this.events.add("error");
		this.failures.add(error);
	}

	@Override
	public void disconnected(ChildProcess child) {
		this.events.add("disconnect");
	}

	@Override
	public void exited(ChildProcess child, ExitStatus status) {
		this.events.add("exit " + name(status));
	}

	@Override
	public void closed(ChildProcess child, ExitStatus status) {
		this.events.add("close " + name(status));
		this.letters.add(END);
	}

	private static String name(ExitStatus status) {
		return status.signal().map(Signal::name).orElseGet(() -> Integer.toString(status.code()));
	}

	JsonNode next() {
		return nextLetter().message();
	}

	Handle nextHandle(Object expected) {
		Letter letter = nextLetter();
		assertThat(letter.message()).isEqualTo(tree(expected));
		assertThat(letter.handle()).isNotNull();
		return letter.handle().handle();
	}

	void expect(Object expected) {
		Letter letter = nextLetter();
		assertThat(letter.message()).isEqualTo(tree(expected));
		assertThat(letter.handle()).isNull();
	}

	void expectReady() {
		expect(Map.of("ready", true));
	}

	private Letter nextLetter() {
		try {
			Letter letter = this.letters.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
			if (letter == null || letter == END) {
				throw new AssertionError("No message, but " + this.events);
			}
			return letter;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	static JsonNode tree(@Nullable Object value) {
		return JsonMapper.shared().valueToTree(value);
	}

	private record Letter(JsonNode message, @Nullable ReceivedHandle handle) {

	}

}
