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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.core.env.Environment;

/**
 * Users of Spring Security that each process has for itself, as far as they differ from
 * one to the next.
 *
 * @param beans the beans of the application
 * @param environment has its configuration
 */
record InMemoryUsers(BeansByType beans, Environment environment) {

	private static final List<String> TYPES = List.of(
			"org.springframework.security.provisioning.InMemoryUserDetailsManager",
			"org.springframework.security.core.userdetails.MapReactiveUserDetailsService");

	/**
	 * The names of the bean that Spring Boot makes, with one user.
	 */
	private static final List<String> OF_BOOT = List.of("inMemoryUserDetailsManager", "reactiveUserDetailsService");

	private static final String FILTER_CHAIN = "org.springframework.security.web.SecurityFilterChain";

	private static final String REMEMBER_ME = "org.springframework.security.web.authentication.rememberme."
			+ "RememberMeAuthenticationFilter";

	/**
	 * Return what is wrong with them.
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		for (String name : TYPES.stream().map(this.beans::named).flatMap(List::stream).toList()) {
			if (OF_BOOT.contains(name) && !this.environment.containsProperty("spring.security.user.password")) {
				problems.add("Each worker has generated a password of its own for the user in the bean '%s'. Set "
					.formatted(name) + "spring.security.user.password, or define the users.");
			}
			else if (isRemembered()) {
				problems.add(("Each worker has users of its own in the bean '%s', and a key of its own for remember-me "
						+ "unless one is configured: what one changes, the others do not know, and they refuse its "
						+ "cookies. Use rememberMe().key(...), and keep users that change in a database.")
					.formatted(name));
			}
		}
		return problems;
	}

	private boolean isRemembered() {
		return this.beans.named(FILTER_CHAIN)
			.stream()
			.flatMap((chain) -> filters(chain).stream())
			.anyMatch((filter) -> filter.getClass().getName().equals(REMEMBER_ME));
	}

	private Collection<?> filters(String chain) {
		return (this.beans.call(chain, FILTER_CHAIN, "getFilters") instanceof Collection<?> filters) ? filters
				: List.of();
	}

}
