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

package io.clusterboot.benchmarks.http;

/**
 * What one run of the load found.
 *
 * @param rate requests a second
 * @param worked how many microseconds the processors worked for a request, in all
 * processes of the cluster, without compiling
 * @param masterWorked how many of them in the master
 */
record Trial(double rate, double worked, double masterWorked) {

}
