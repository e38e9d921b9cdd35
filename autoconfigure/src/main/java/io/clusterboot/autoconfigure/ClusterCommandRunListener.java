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

package io.clusterboot.autoconfigure;

import java.util.List;
import java.util.OptionalInt;

import io.clusterboot.spring.command.CommandTool;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.core.Ordered;

/**
 * Runs the command of an operator in place of the application, and ends the process:
 * before the logging system is initialized, and before there is an environment, so that
 * it answers fast and prints nothing else.
 */
class ClusterCommandRunListener implements SpringApplicationRunListener, Ordered {

	private static final String KEY = "cluster.command";

	private static final String VARIABLE = "CLUSTER_COMMAND";

	private static final String OPTION = "--" + KEY + "=";

	private final List<String> arguments;

	/**
	 * The constructor that Boot calls.
	 */
	public ClusterCommandRunListener(SpringApplication application, String[] arguments) {
		this.arguments = List.of(arguments);
	}

	/**
	 * Before the listener that initializes the logging system.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		OptionalInt code = isNamed() ? CommandTool.run(this.arguments) : OptionalInt.empty();
		if (code.isPresent()) {
			System.exit(code.getAsInt());
		}
	}

	/**
	 * Return whether a command is named. Without one, no further class is loaded.
	 */
	private boolean isNamed() {
		boolean named = System.getProperty(KEY) != null || System.getenv(VARIABLE) != null;
		for (String argument : this.arguments) {
			named |= argument.startsWith(OPTION);
		}
		return named;
	}

}
