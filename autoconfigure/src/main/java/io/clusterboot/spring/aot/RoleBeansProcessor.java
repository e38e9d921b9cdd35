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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;

import io.clusterboot.cluster.ClusterRole;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.javapoet.CodeBlock;

/**
 * Writes into the generated code which bean exists in which role. While an application is
 * processed it has the beans of all roles.
 */
class RoleBeansProcessor implements BeanFactoryInitializationAotProcessor {

	private static final Log logger = LogFactory.getLog(RoleBeansProcessor.class);

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		RoleRestrictions restrictions = new RoleRestrictions(beanFactory);
		List<String> roles = restrictions.roles().entrySet().stream().map(RoleBeansProcessor::toLine).toList();
		if (roles.isEmpty()) {
			return null;
		}
		List<String> unfollowed = List.copyOf(restrictions.unfollowed());
		unfollowed.forEach((name) -> logger.warn(RoleBeans.warning(name)));
		return (context, code) -> contribute(code, roles, unfollowed);
	}

	private static String toLine(Map.Entry<String, Set<ClusterRole>> bean) {
		return bean.getValue().stream().map(ClusterRole::name).collect(Collectors.joining(",")) + " " + bean.getKey();
	}

	private static void contribute(BeanFactoryInitializationCode code, List<String> roles, List<String> unfollowed) {
		GeneratedMethod method = code.getMethods().add("registerRoleBeans", (spec) -> {
			spec.addJavadoc("Register what removes the beans of other roles.");
			spec.addModifiers(Modifier.PRIVATE);
			spec.addParameter(DefaultListableBeanFactory.class, BeanFactoryInitializationCode.BEAN_FACTORY_VARIABLE);
			spec.addStatement("$T.register($L, $L, $L)", RoleBeans.class,
					BeanFactoryInitializationCode.BEAN_FACTORY_VARIABLE, list(roles), list(unfollowed));
		});
		code.addInitializer(method.toMethodReference());
	}

	private static CodeBlock list(List<String> values) {
		List<Object> arguments = new ArrayList<>();
		arguments.add(Arrays.class);
		arguments.addAll(values);
		String places = values.stream().map((value) -> "$S").collect(Collectors.joining(",\n"));
		return CodeBlock.of("$T.asList(" + places + ")", arguments.toArray());
	}

}
