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

package io.clusterboot.benchmarks.peer;

import java.nio.file.Path;

import io.clusterboot.benchmarks.bench.Bench;

/**
 * What the application is made with.
 */
public enum Stack {

	/**
	 * WebFlux on Reactor Netty.
	 */
	REACTOR_NETTY("", "") {
		@Override
		Path application(Bench bench) {
			return bench.application();
		}

		@Override
		Path plainApplication(Bench bench) {
			return bench.plainApplication();
		}
	},

	/**
	 * MVC on Tomcat.
	 */
	TOMCAT("-tomcat", " on Tomcat") {
		@Override
		Path application(Bench bench) {
			return bench.servletApplication();
		}

		@Override
		Path plainApplication(Bench bench) {
			return bench.plainServletApplication();
		}
	};

	private final String idSuffix;

	private final String titleSuffix;

	Stack(String idSuffix, String titleSuffix) {
		this.idSuffix = idSuffix;
		this.titleSuffix = titleSuffix;
	}

	abstract Path application(Bench bench);

	abstract Path plainApplication(Bench bench);

	/**
	 * Return the id of a row.
	 * @param family the name of the family, without the stack
	 * @param name the name of the row
	 * @return the id
	 */
	public String row(String family, String name) {
		return "%s%s/%s".formatted(family, this.idSuffix, name);
	}

	/**
	 * Return the title of a family or a row.
	 * @param title the title without the stack
	 * @return the title
	 */
	public String title(String title) {
		return title + this.titleSuffix;
	}

}
