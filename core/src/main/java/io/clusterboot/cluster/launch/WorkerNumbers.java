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

package io.clusterboot.cluster.launch;

/**
 * The numbers that distinguish a worker from every other one.
 *
 * @param workerId its id
 * @param slot its slot
 * @param generation its generation
 * @param portIndex by how much, less 1, ports in its JVM options move: no two workers
 * that are alive have the same index
 */
public record WorkerNumbers(int workerId, int slot, int generation, int portIndex) {

}
