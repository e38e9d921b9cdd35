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

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.support.WebApplicationContextUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is a {@code war} in a container which is not its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeployedApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void staysStandaloneAndSaysSo(CapturedOutput output) throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(this.directory.toString());
		tomcat.setPort(0);
		Context context = tomcat.addContext("", this.directory.toString());
		context.addServletContainerInitializer(DeployedApplicationTests::deploy, Set.of());
		try {
			tomcat.start();
			Environment environment = WebApplicationContextUtils
				.getRequiredWebApplicationContext(Objects.requireNonNull(context.getServletContext()))
				.getEnvironment();
			assertThat(environment.getProperty("cluster.role")).isEqualTo("STANDALONE");
			assertThat(output).containsOnlyOnce("Running standalone, although cluster.workers is 2: "
					+ "it is deployed into a servlet container, whose server is not the application's");
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	private static void deploy(Set<Class<?>> classes, ServletContext context) throws ServletException {
		new Deployment().onStartup(context);
	}

	private static final class Deployment extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class).properties("cluster.workers=2");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
