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

package io.clusterboot.spring;

import java.util.Arrays;
import java.util.Map;

import io.clusterboot.cluster.ClusterRole;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition behind {@link ConditionalOnClusterRole}. An application that is processed
 * ahead of time has the beans of all roles; those of others are removed when it starts.
 */
class OnClusterRoleCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnClusterRole.class.getName());
		ClusterRole[] wanted = (attributes != null) ? (ClusterRole[]) attributes.get("value") : new ClusterRole[0];
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnClusterRole.class,
				Arrays.toString(wanted));
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return ConditionOutcome.match(message.because("the role is known when the application starts"));
		}
		ClusterRole role = context.getEnvironment()
			.getProperty(ConditionalOnClusterRole.ROLE_PROPERTY, ClusterRole.class, ClusterRole.STANDALONE);
		return Arrays.asList(wanted).contains(role) ? ConditionOutcome.match(message.foundExactly(role))
				: ConditionOutcome.noMatch(message.because("the role is " + role));
	}

}
