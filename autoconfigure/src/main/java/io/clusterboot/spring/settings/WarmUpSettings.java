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

package io.clusterboot.spring.settings;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a worker warms up before it joins.
 *
 * @param paths the paths that are requested, empty for the readiness endpoint if there is
 * one
 * @param requests the number of requests for each path, 0 for no warm-up
 * @param timeout how long all of it may take
 * @param parallelism the number of connections at a time, empty for one per event loop
 * @param required whether a worker whose warm-up fails does not join
 */
public record WarmUpSettings(List<String> paths, int requests, Duration timeout, OptionalInt parallelism,
		boolean required) {

}
