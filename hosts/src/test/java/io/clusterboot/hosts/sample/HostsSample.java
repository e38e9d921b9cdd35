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

package io.clusterboot.hosts.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Publishes notes, which all processes of all hosts hear.
 */
@SpringBootApplication
@RestController
public class HostsSample {

	private final ApplicationEventPublisher publisher;

	private final List<String> heard = new CopyOnWriteArrayList<>();

	public HostsSample(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	public static void main(String[] args) {
		SpringApplication.run(HostsSample.class, args);
	}

	@PostMapping("/notes")
	public void publish(@RequestParam String text, @RequestParam int from, @RequestParam int to) {
		for (int i = from; i <= to; i++) {
			this.publisher.publishEvent(new Note(text, i));
		}
	}

	@EventListener
	void heard(Note note) {
		this.heard.add(note.text() + " " + note.number());
	}

	@GetMapping("/notes")
	public String heard() {
		return String.join("\n", this.heard);
	}

}
