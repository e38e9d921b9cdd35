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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.spring.messaging.ClusterMessageHandler;
import io.clusterboot.spring.messaging.ClusterReply;
import io.clusterboot.spring.messaging.ReactiveClusterMessaging;
import io.clusterboot.spring.messaging.Recipients;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Messages between workers: news that all of them hear, and a question that each of them
 * answers.
 */
@RestController
final class MessageController {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final IntParameter COUNT = new IntParameter("n", 1, 100_000, 1);

	private static final IntParameter WORKER = new IntParameter("worker", 1, Integer.MAX_VALUE, 1);

	private final ReactiveClusterMessaging messaging;

	private final ApplicationEventPublisher publisher;

	private final ServedBy self;

	private final Queue<News> heard = new ConcurrentLinkedQueue<>();

	MessageController(ReactiveClusterMessaging messaging, ApplicationEventPublisher publisher, Cluster cluster,
			@Value("${spring.application.name}") String application, SampleProperties properties) {
		this.messaging = messaging;
		this.publisher = publisher;
		this.self = ServedBy.thisProcess(application, properties.version(), cluster);
	}

	/**
	 * Publish news, which all workers hear.
	 */
	@PostMapping("/news")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void publish(@RequestParam String text, @RequestParam(required = false) @Nullable String n) {
		int count = COUNT.parse(n);
		for (int i = 1; i <= count; i++) {
			this.publisher.publishEvent(new News((count > 1) ? text + i : text, this.self.pid()));
		}
	}

	/**
	 * Return what this worker has heard.
	 */
	@GetMapping("/news")
	List<News> heard() {
		return List.copyOf(this.heard);
	}

	@EventListener
	void hear(News news) {
		this.heard.add(news);
	}

	/**
	 * Ask all workers, of which some may not reply.
	 */
	@GetMapping("/workers")
	Mono<List<Reply>> workers() {
		return this.messaging.gather(Recipients.workers(), new WhoAreYou(), ServedBy.class, DEADLINE)
			.map(Reply::of)
			.collectList();
	}

	/**
	 * Ask one worker.
	 */
	@GetMapping("/who")
	Mono<ServedBy> who(@RequestParam(required = false) @Nullable String worker) {
		return this.messaging.request(Recipients.worker(WORKER.parse(worker)), new WhoAreYou(), ServedBy.class,
				DEADLINE);
	}

	@ClusterMessageHandler
	ServedBy answer(WhoAreYou question) {
		return this.self;
	}

	/**
	 * The reply of a worker.
	 *
	 * @param failure why there is none
	 */
	record Reply(int worker, @Nullable ServedBy reply, @Nullable String failure) {

		static Reply of(ClusterReply<ServedBy> reply) {
			return new Reply(reply.origin().id(), reply.value(), reply.failure());
		}

	}

}
