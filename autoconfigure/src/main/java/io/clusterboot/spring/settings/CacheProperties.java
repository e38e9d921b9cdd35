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

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.PatternMatchUtils;

/**
 * What is made known of the caches that each process has in its memory.
 */
public class CacheProperties {

	/**
	 * Whether an entry that is evicted or replaced in one process is evicted in the
	 * caches of all others.
	 */
	private boolean evictBroadcast;

	/**
	 * Names of the caches that this is for, or the beginning of names and "*". All when
	 * empty.
	 */
	private List<String> include = new ArrayList<>();

	/**
	 * Names of caches that this is not for, or the beginning of names and "*".
	 */
	private List<String> exclude = new ArrayList<>();

	public boolean isEvictBroadcast() {
		return this.evictBroadcast;
	}

	public void setEvictBroadcast(boolean evictBroadcast) {
		this.evictBroadcast = evictBroadcast;
	}

	public List<String> getInclude() {
		return this.include;
	}

	public void setInclude(List<String> include) {
		this.include = include;
	}

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = exclude;
	}

	/**
	 * Return whether a cache is included and not excluded.
	 * @param name the name of the cache
	 * @return whether its evictions are made known
	 */
	public boolean covers(String name) {
		return (this.include.isEmpty() || matches(this.include, name)) && !matches(this.exclude, name);
	}

	private static boolean matches(List<String> patterns, String name) {
		return PatternMatchUtils.simpleMatch(patterns.toArray(String[]::new), name);
	}

}
