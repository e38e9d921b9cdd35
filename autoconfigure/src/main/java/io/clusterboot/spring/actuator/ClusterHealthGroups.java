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

package io.clusterboot.spring.actuator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * The health groups of an application, in which {@code readiness} is the readiness of the
 * cluster, whichever worker a probe reaches, and {@code liveness} has the liveness of the
 * cluster too. What the application has in {@code readiness} is the group
 * {@value #WORKER_READINESS}, which the master gets to know of each worker and counts.
 */
public final class ClusterHealthGroups implements HealthEndpointGroups, AdditionalPathsMapper {

	/**
	 * The group with the readiness of this worker alone. It must not have anything of the
	 * cluster, which depends on it.
	 */
	public static final String WORKER_READINESS = "worker-readiness";

	static final String READINESS_MEMBER = "clusterReadiness";

	static final String LIVENESS_MEMBER = "clusterLiveness";

	private static final Set<String> OF_CLUSTER = Set.of("cluster", READINESS_MEMBER, LIVENESS_MEMBER);

	private static final String READINESS = "readiness";

	private static final String LIVENESS = "liveness";

	private final HealthEndpointGroups groups;

	/**
	 * Create a new instance.
	 * @param groups the groups of the application
	 */
	public ClusterHealthGroups(HealthEndpointGroups groups) {
		this.groups = groups;
	}

	@Override
	public HealthEndpointGroup getPrimary() {
		return this.groups.getPrimary();
	}

	@Override
	public Set<String> getNames() {
		Set<String> names = new LinkedHashSet<>(this.groups.getNames());
		if (names.contains(READINESS)) {
			names.add(WORKER_READINESS);
		}
		return names;
	}

	@Override
	public @Nullable HealthEndpointGroup get(String name) {
		HealthEndpointGroup group = this.groups.get(name);
		if (name.equals(READINESS) && group != null) {
			return new Group(group, READINESS_MEMBER::equals, group.getAdditionalPath());
		}
		if (name.equals(LIVENESS) && group != null) {
			return new Group(group, (member) -> member.equals(LIVENESS_MEMBER) || group.isMember(member),
					group.getAdditionalPath());
		}
		if (name.equals(WORKER_READINESS) && group == null) {
			return own(this.groups.get(READINESS));
		}
		return group;
	}

	private static @Nullable HealthEndpointGroup own(@Nullable HealthEndpointGroup readiness) {
		return (readiness == null) ? null
				: new Group(readiness, (member) -> !isOfCluster(member) && readiness.isMember(member), null);
	}

	private static boolean isOfCluster(String member) {
		return OF_CLUSTER.contains(member.split("/", 2)[0]);
	}

	@Override
	public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace namespace) {
		return (this.groups instanceof AdditionalPathsMapper mapper) ? mapper.getAdditionalPaths(endpointId, namespace)
				: null;
	}

	/**
	 * A group with other members.
	 */
	private record Group(HealthEndpointGroup group, Predicate<String> members,
			@Nullable AdditionalHealthEndpointPath path) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return this.members.test(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return this.group.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return this.group.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.group.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.group.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return this.path;
		}

	}

}
