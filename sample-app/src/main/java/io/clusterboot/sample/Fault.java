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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * What can be wrong with a version of the application.
 */
enum Fault {

	/**
	 * No fault.
	 */
	NONE,

	/**
	 * The process exits with code 3 while the application starts.
	 */
	EXIT_AT_START {
		@Override
		void starting() {
			System.exit(3);
		}
	},

	/**
	 * The application listens, but its start never completes.
	 */
	NEVER_READY {
		@Override
		void started() throws InterruptedException {
			new CountDownLatch(1).await();
		}
	},

	/**
	 * The application listens, and its start fails then. A thread of it lives on.
	 */
	FAIL_WHEN_STARTED {
		@Override
		void started() {
			new Thread(() -> new CompletableFuture<Void>().join(), "left-behind").start();
			throw new IllegalStateException("this version fails when it has started");
		}
	},

	/**
	 * Every request is answered with 500.
	 */
	ANSWER_500 {
		@Override
		Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
			return exchange.getResponse().setComplete();
		}
	},

	/**
	 * The process exits with code 9 two seconds after the application is ready.
	 */
	DIE_WHEN_READY {
		@Override
		void ready() {
			CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> System.exit(9));
		}
	};

	/**
	 * Called while the beans are created.
	 */
	void starting() {
	}

	/**
	 * Called when the application has started and listens; it is not ready before this
	 * returns.
	 */
	void started() throws InterruptedException {
	}

	void ready() {
	}

	Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange);
	}

}
