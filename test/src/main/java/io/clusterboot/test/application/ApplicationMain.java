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

package io.clusterboot.test.application;

import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.util.ClassUtils;

/**
 * Starts an application that has no main method, in the master and in each worker.
 */
public final class ApplicationMain {

	/**
	 * The system property that names the classes, separated by commas.
	 */
	public static final String SOURCES = "clusterboot.test.sources";

	private ApplicationMain() {
	}

	/**
	 * Start the application.
	 * @param args the arguments of the application
	 */
	public static void main(String[] args) {
		Class<?>[] sources = Arrays.stream(System.getProperty(SOURCES, "").split(","))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
		SpringApplication.run(sources, args);
	}

}
