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

package io.clusterboot.sample.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.event.WorkerListeningEvent;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletComponentScan;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;

/**
 * Beans that a servlet container calls, or that call it. Each prints the role of the
 * process in which it begins to live.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ServletComponentScan
public class ServletBeansApplication {

	public static void main(String[] args) {
		SpringApplication.run(ServletBeansApplication.class, args);
	}

	private static void lives(String what, Environment environment) {
		System.out.println(what + " lives in " + environment.getProperty("cluster.role"));
	}

	@Bean
	ContextBean contextBean(Environment environment) {
		lives("ServletContextAware", environment);
		return new ContextBean();
	}

	@Bean
	ServletContextInitializer contextInitializer(Environment environment) {
		return (context) -> lives("ServletContextInitializer", environment);
	}

	@Bean
	FilterRegistrationBean<Filter> markingFilter(Environment environment) {
		lives("FilterRegistrationBean", environment);
		return new FilterRegistrationBean<>(new MarkingFilter());
	}

	@Bean
	ServerEndpointExporter serverEndpointExporter(Environment environment) {
		lives("ServerEndpointExporter", environment);
		return new ServerEndpointExporter();
	}

	@Bean
	Reverse reverse() {
		return new Reverse();
	}

	@Bean
	@ConditionalOnClusterRole(ClusterRole.MASTER)
	MasterBean masterBean(Environment environment) {
		lives("MasterBean", environment);
		return new MasterBean();
	}

	/**
	 * Fails where there is no servlet context.
	 */
	static class ContextBean implements ServletContextAware, InitializingBean {

		private boolean known;

		@Override
		public void setServletContext(ServletContext servletContext) {
			this.known = true;
		}

		@Override
		public void afterPropertiesSet() {
			if (!this.known) {
				throw new IllegalStateException("There is no servlet context");
			}
		}

	}

	/**
	 * Works without a servlet context.
	 */
	static class MasterBean implements ServletContextAware {

		private String context = "without a servlet context";

		@Override
		public void setServletContext(ServletContext servletContext) {
			this.context = "with " + servletContext;
		}

		@EventListener
		void listening(WorkerListeningEvent event) {
			System.out.println("MasterBean hears " + this.context);
		}

	}

	private static final class MarkingFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			((HttpServletResponse) response).setHeader("X-Filtered", "yes");
			chain.doFilter(request, response);
		}

	}

	@WebServlet("/annotated")
	static class AnnotatedServlet extends HttpServlet {

		private static final long serialVersionUID = 1;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print(ProcessHandle.current().pid());
		}

	}

	/**
	 * A WebSocket that sends each message back in reverse.
	 */
	@ServerEndpoint("/reverse")
	public static class Reverse {

		@OnMessage
		public String reverse(String message) {
			return new StringBuilder(message).reverse().toString();
		}

	}

}
