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

package io.clusterboot.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the sample. They are part of the jar, so another jar can have other
 * settings.
 *
 * @param version the version that answers show
 * @param fault what is wrong with this version
 * @param udpPort where to answer datagrams, 0 for a random port; there is no such port
 * unless it is set
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("1") String version, @DefaultValue("none") Fault fault,
		@DefaultValue("0") int udpPort) {

}
