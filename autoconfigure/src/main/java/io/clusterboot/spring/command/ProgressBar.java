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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * A bar below the events, as soon as a rolling restart has begun.
 */
final class ProgressBar implements Progress {

	private static final int WIDTH = 30;

	/**
	 * Goes to the begin of the line, and clears it.
	 */
	private static final String ERASE = "\r\u001B[K";

	private static final Pattern REPLACED = Pattern.compile("(\\d+) of (\\d+) workers? replaced");

	private static final Pattern WORKERS = Pattern.compile("begins: (\\d+) workers?");

	private final Terminal terminal;

	private int replaced;

	private int workers;

	ProgressBar(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public void happened(JsonNode event) {
		String text = event.path("text").asString("");
		erase();
		if (!event.path("level").asString("").equals("debug")) {
			EventLine.print(event, this.terminal);
		}
		Matcher begin = WORKERS.matcher(text);
		Matcher step = REPLACED.matcher(text);
		if (event.path("name").asString("").equals("roll-started") && begin.find()) {
			this.workers = Integer.parseInt(begin.group(1));
		}
		else if (event.path("name").asString("").equals("roll-progressed") && step.find()) {
			this.replaced = Integer.parseInt(step.group(1));
			this.workers = Integer.parseInt(step.group(2));
		}
		draw();
	}

	private void draw() {
		if (this.workers == 0) {
			return;
		}
		int filled = Math.min(WIDTH, WIDTH * this.replaced / this.workers);
		String bar = Markup.styled("█".repeat(filled), "green", this.terminal.ansi()) + "░".repeat(WIDTH - filled);
		this.terminal.out().print("%s %d/%d replaced".formatted(bar, this.replaced, this.workers));
		this.terminal.out().flush();
	}

	private void erase() {
		if (this.workers > 0) {
			this.terminal.out().print(ERASE);
		}
	}

	@Override
	public void end() {
		erase();
		this.workers = 0;
		this.terminal.out().flush();
	}

}
