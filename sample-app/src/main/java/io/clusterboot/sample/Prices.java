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

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * Prices that take an effort to compute.
 */
@Component
class Prices {

	private final AtomicInteger computations = new AtomicInteger();

	@Cacheable("prices")
	public Price price(String item) {
		return new Price(item, this.computations.incrementAndGet(), ProcessHandle.current().pid());
	}

	@CacheEvict("prices")
	public void evict(String item) {
		// The annotation does it
	}

	/**
	 * A price.
	 *
	 * @param computation which computation of its process it was
	 * @param pid the process that computed it
	 */
	record Price(String item, int computation, long pid) {

	}

}
