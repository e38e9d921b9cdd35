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

package io.clusterboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class of JUnit tests: starts the application as a real cluster, a master with
 * workers that are processes of their own, once for the class, and ends it after the last
 * test. Constructors and methods of the class get it as a parameter of type
 * {@link TestCluster}.
 * <p>
 * The application runs from the class path of the tests: its
 * {@code @SpringBootConfiguration} is found as {@code @SpringBootTest} finds it, in the
 * package of the test class or one above, unless {@link #classes()} names it. If that
 * class has a {@code main} method, it is what the processes run. With {@link #jar()} they
 * run a packaged application.
 * <p>
 * Before each test all slots have workers that are ready, and there are as many as
 * {@link #workers()} says; what an earlier test stopped or blocked goes on.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {

	/**
	 * The number of workers.
	 * @return at least 1
	 */
	int workers() default 2;

	/**
	 * The classes of the application, where the one that is found is not it.
	 * @return the classes; none to find one
	 */
	Class<?>[] classes() default {};

	/**
	 * The packaged application, an executable jar, in place of the class path.
	 * @return a path, relative to the working directory of the tests
	 */
	String jar() default "";

	/**
	 * Properties of the application, which take precedence over all others.
	 * {@code server.port} is 0 unless it is among them.
	 * @return properties in the form {@code name=value}
	 */
	String[] properties() default {};

	/**
	 * Options of the JVMs.
	 * @return options; by default those of JVMs that start fast and live for a short time
	 */
	String[] jvmOptions() default { "-XX:TieredStopAtLevel=1" };

	/**
	 * How long a start, a stop, and everything that a test waits for may take.
	 * @return a duration such as {@code 90s} or {@code 2m}
	 */
	String timeout() default "2m";

}
