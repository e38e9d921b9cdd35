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

package io.clusterboot.spring.aot;

import java.util.Arrays;
import java.util.List;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * Removes the beans of other roles when an application starts from code that was
 * generated ahead of time. Generated code registers it.
 */
public final class RoleBeans implements BeanDefinitionRegistryPostProcessor, EnvironmentAware, PriorityOrdered {

	private static final String BEAN_NAME = "clusterRoleBeans";

	private static final Logger logger = LoggerFactory.getLogger(RoleBeans.class);

	private final List<String> restrictions;

	private final List<String> unfollowed;

	private ClusterRole role = ClusterRole.STANDALONE;

	RoleBeans(List<String> restrictions, List<String> unfollowed) {
		this.restrictions = List.copyOf(restrictions);
		this.unfollowed = List.copyOf(unfollowed);
	}

	/**
	 * Have the beans of other roles removed when the context is refreshed.
	 * @param registry has the beans of all roles
	 * @param restrictions the roles of a bean, separated by commas, a space, and its name
	 * @param unfollowed the configurations of which some beans exist in every role
	 */
	public static void register(BeanDefinitionRegistry registry, List<String> restrictions, List<String> unfollowed) {
		RootBeanDefinition definition = new RootBeanDefinition(RoleBeans.class,
				() -> new RoleBeans(restrictions, unfollowed));
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		registry.registerBeanDefinition(BEAN_NAME, definition);
	}

	static String warning(String configuration) {
		return ("%s is for some roles of the cluster only, and imports beans in a way that cannot be followed ahead "
				+ "of time: those beans exist in every role (expected: @%s on them, too)")
			.formatted(configuration, ConditionalOnClusterRole.class.getSimpleName());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.role = environment.getProperty(ConditionalOnClusterRole.ROLE_PROPERTY, ClusterRole.class,
				ClusterRole.STANDALONE);
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (String restriction : this.restrictions) {
			int space = restriction.indexOf(' ');
			Assert.state(space >= 0, () -> "'%s' (expected: roles and a bean)".formatted(restriction));
			String name = restriction.substring(space + 1);
			List<String> roles = Arrays.asList(restriction.substring(0, space).split(","));
			if (!roles.contains(this.role.name()) && registry.containsBeanDefinition(name)) {
				registry.removeBeanDefinition(name);
			}
		}
		if (this.role == ClusterRole.MASTER) {
			this.unfollowed.forEach((name) -> logger.warn(warning(name)));
		}
	}

}
