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

import jakarta.servlet.http.HttpServletRequest;

import io.clusterboot.spring.warmup.WarmUp;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Leaves the requests of a warm-up out of the metrics and traces of requests, in an
 * application with servlets. Only such a request has the header, as it is taken from all
 * others.
 */
public final class ServletWarmUpObservations implements ObservationPredicate {

	@Override
	public boolean test(String name, Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext observed)) {
			return true;
		}
		HttpServletRequest request = observed.getCarrier();
		return request == null || request.getHeader(WarmUp.HEADER) == null;
	}

}
