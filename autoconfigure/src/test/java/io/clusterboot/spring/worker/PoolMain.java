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

package io.clusterboot.spring.worker;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.clusterboot.process.CurrentProcess;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A worker that tells the master the sizes of its pools.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class PoolMain {

	public static void main(String[] args) throws Exception {
		ApplicationContext context = new SpringApplicationBuilder(PoolMain.class).web(WebApplicationType.NONE)
			.run(args);
		CurrentProcess.get()
			.send(Map.of("connections", context.getBean(HikariDataSource.class).getMaximumPoolSize(), "threads",
					context.getEnvironment().getProperty("server.tomcat.threads.max", "none")));
		// Bounded, so that it cannot outlive a test that lost it
		new CountDownLatch(1).await(90, TimeUnit.SECONDS);
	}

}
