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

/**
 * The benchmark suite: one command that measures everything and writes the report. Its
 * packages: {@code row} has the words (what is measured against what, with which aim),
 * {@code bench} what a family of rows gets and gives, {@code process}, {@code peer} and
 * {@code load} the processes, servers and clients, {@code report} the files it writes;
 * each of the others is one family, and {@code application} is the application that is
 * measured.
 */
@NullMarked
package io.clusterboot.benchmarks;

import org.jspecify.annotations.NullMarked;
