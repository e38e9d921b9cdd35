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
 * The result of one run of a load.
 *
 * @param rate requests per second
 * @param worked processor time per request in microseconds, in all processes of the
 * cluster, without compilation
 * @param masterWorked the part of it in the master
 */
record Trial(double rate, double worked, double masterWorked) {

}
