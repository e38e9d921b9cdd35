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

import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.authentication.rememberme.RememberMeAuthenticationFilter;
import org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeparateMemoryWarnings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeparateMemoryWarningsTests {

	private static final UserDetails ANNA = User.withUsername("anna").password("{noop}secret").build();

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void warnsOfCachesAndSaysHowTheyAgree(CapturedOutput output) {
		this.beans.registerSingleton("cacheManager", new ConcurrentMapCacheManager());
		warnings(false).warn(this.beans, this.environment);
		assertThat(output).contains("in the bean 'cacheManager'", "cluster.cache.evict-broadcast=true",
				"cluster.warnings.silence=cache");
	}

	@Test
	void cachesThatAgreeAreFine(CapturedOutput output) {
		this.beans.registerSingleton("cacheManager", new ConcurrentMapCacheManager());
		warnings(true).warn(this.beans, this.environment);
		warnings(false, "Cache").warn(this.beans, this.environment);
		assertThat(output).doesNotContain("cacheManager");
	}

	@Test
	void warnsOfAFileOfH2(CapturedOutput output) {
		this.environment.setProperty("spring.datasource.url", "jdbc:h2:./data/orders");
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).contains("a file of an H2 database", "AUTO_SERVER=TRUE");
	}

	@Test
	void otherDatabasesAreFine(CapturedOutput output) {
		for (String url : List.of("jdbc:h2:mem:orders", "jdbc:h2:tcp://localhost/orders",
				"jdbc:h2:./orders;AUTO_SERVER=TRUE", "jdbc:postgresql://localhost/orders")) {
			this.environment.setProperty("spring.datasource.url", url);
			warnings(true).warn(this.beans, this.environment);
		}
		assertThat(output).doesNotContain("H2");
	}

	@Test
	void warnsOfUsersInMemoryWithRememberMe(CapturedOutput output) {
		this.beans.registerSingleton("users", new InMemoryUserDetailsManager(ANNA));
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).as("users that never change").doesNotContain("users");
		RememberMeAuthenticationFilter filter = new RememberMeAuthenticationFilter((authentication) -> authentication,
				new TokenBasedRememberMeServices("key", new InMemoryUserDetailsManager(ANNA)));
		this.beans.registerSingleton("chain", new DefaultSecurityFilterChain((request) -> true, filter));
		warnings(true, "users").warn(this.beans, this.environment);
		assertThat(output).doesNotContain("remember-me");
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).contains("in the bean 'users'", "rememberMe().key(...)", "cluster.warnings.silence=users");
	}

	@Test
	void warnsOfAGeneratedPassword(CapturedOutput output) {
		this.beans.registerSingleton("inMemoryUserDetailsManager", new InMemoryUserDetailsManager(ANNA));
		this.environment.setProperty("spring.security.user.password", "secret");
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).doesNotContain("password");
		warnings(true).warn(this.beans, new MockEnvironment());
		assertThat(output).contains("has generated a password of its own", "spring.security.user.password");
	}

	@Test
	void warnsOfRateLimitersThatCountInMemory(CapturedOutput output) {
		Class<?> registry = type("io.github.resilience4j.ratelimiter.RateLimiterRegistry");
		this.beans.setBeanClassLoader(registry.getClassLoader());
		Set<String> limiters = new HashSet<>();
		this.beans.registerSingleton("registry", proxy(registry, limiters));
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).as("a registry without a limiter").doesNotContain("rate limiter");
		limiters.add("orders");
		warnings(true, "rate-limiter").warn(this.beans, this.environment);
		assertThat(output).doesNotContain("rate limiter");
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).contains("in the bean 'registry'", "cluster.warnings.silence=rate-limiter");
	}

	@Test
	void warnsOfABucketInMemory(CapturedOutput output) {
		Class<?> bucket = type("io.github.bucket4j.local.LocalBucket");
		this.beans.setBeanClassLoader(bucket.getClassLoader());
		this.beans.registerSingleton("bucket", proxy(bucket, Set.of()));
		warnings(true).warn(this.beans, this.environment);
		assertThat(output).contains("in the bean 'bucket'");
	}

	/**
	 * Make an interface of a library that is not on the class path.
	 */
	private static Class<?> type(String name) {
		return new ByteBuddy().makeInterface()
			.name(name)
			.defineMethod("getAllRateLimiters", Set.class, Visibility.PUBLIC)
			.withoutCode()
			.make()
			.load(SeparateMemoryWarningsTests.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
			.getLoaded();
	}

	private static Object proxy(Class<?> type, Set<String> limiters) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "getAllRateLimiters" -> limiters;
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> null;
				});
	}

	private static SeparateMemoryWarnings warnings(boolean evictionsBroadcast, String... silenced) {
		return new SeparateMemoryWarnings(true, evictionsBroadcast, List.of(silenced));
	}

}
