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

package io.clusterboot.spring.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * What of the libraries of an application works in the worker that leads only.
 */
public enum LeaderOnly {

	/**
	 * The jobs of Spring Batch that Spring Boot runs when the application starts.
	 */
	BATCH("org.springframework.boot.batch.autoconfigure.JobLauncherApplicationRunner"),

	/**
	 * The schedulers of Quartz.
	 */
	QUARTZ("org.springframework.scheduling.quartz.SchedulerFactoryBean"),

	/**
	 * The containers of message listeners: JMS, RabbitMQ, Kafka and Pulsar.
	 */
	LISTENERS("org.springframework.jms.config.JmsListenerEndpointRegistry",
			"org.springframework.jms.listener.AbstractJmsListeningContainer",
			"org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry",
			"org.springframework.amqp.rabbit.listener.MessageListenerContainer",
			"org.springframework.kafka.config.KafkaListenerEndpointRegistry",
			"org.springframework.kafka.listener.MessageListenerContainer",
			"org.springframework.pulsar.config.GenericListenerEndpointRegistry");

	private final List<String> types;

	LeaderOnly(String... types) {
		this.types = List.of(types);
	}

	/**
	 * Return the types of the beans.
	 * @return the names of classes that may not be on the class path
	 */
	public Stream<String> types() {
		return this.types.stream();
	}

}
