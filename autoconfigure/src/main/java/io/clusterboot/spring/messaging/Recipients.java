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

package io.clusterboot.spring.messaging;

/**
 * The processes that a message is for.
 *
 * @param kind which kind of processes
 * @param number the id of the worker or the index of the slot, else 0
 */
public record Recipients(Kind kind, int number) {

	/**
	 * One worker.
	 * @param id the worker id
	 * @return the recipients
	 */
	public static Recipients worker(int id) {
		return new Recipients(Kind.WORKER, id);
	}

	/**
	 * The worker in a slot: two while one replaces the other.
	 * @param index the slot, from 0
	 * @return the recipients
	 */
	public static Recipients slot(int index) {
		return new Recipients(Kind.SLOT, index);
	}

	/**
	 * The master.
	 * @return the recipients
	 */
	public static Recipients master() {
		return new Recipients(Kind.MASTER, 0);
	}

	/**
	 * All workers, with this process if it is one.
	 * @return the recipients
	 */
	public static Recipients workers() {
		return new Recipients(Kind.WORKERS, 0);
	}

	/**
	 * The master and all workers, with this process.
	 * @return the recipients
	 */
	public static Recipients all() {
		return new Recipients(Kind.ALL, 0);
	}

	/**
	 * The master and all workers, without this process.
	 * @return the recipients
	 */
	public static Recipients others() {
		return new Recipients(Kind.OTHERS, 0);
	}

	/**
	 * All workers, without this process.
	 * @return the recipients
	 */
	public static Recipients otherWorkers() {
		return new Recipients(Kind.OTHER_WORKERS, 0);
	}

	/**
	 * The kinds of recipients.
	 */
	public enum Kind {

		/**
		 * One worker, by its id.
		 */
		WORKER,

		/**
		 * The workers in one slot.
		 */
		SLOT,

		/**
		 * The master.
		 */
		MASTER,

		/**
		 * All workers.
		 */
		WORKERS,

		/**
		 * The master and all workers.
		 */
		ALL,

		/**
		 * The master and all workers, without this process.
		 */
		OTHERS,

		/**
		 * All workers, without this process.
		 */
		OTHER_WORKERS

	}

}
