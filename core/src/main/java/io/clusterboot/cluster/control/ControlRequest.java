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

package io.clusterboot.cluster.control;

import io.clusterboot.cluster.WorkerTarget;

/**
 * What an operator asks the master of a cluster for.
 */
public sealed interface ControlRequest {

	/**
	 * Return the name of the operation.
	 * @return lower case
	 */
	String name();

	/**
	 * Return whether it changes the cluster. Such a request is carried out once for its
	 * id, and may be left to go on by itself.
	 * @return whether it does
	 */
	default boolean isChange() {
		return true;
	}

	/**
	 * The status of the cluster.
	 */
	record Status() implements ControlRequest {

		@Override
		public String name() {
			return "status";
		}

		@Override
		public boolean isChange() {
			return false;
		}

	}

	/**
	 * A rolling restart.
	 */
	record Roll() implements ControlRequest {

		@Override
		public String name() {
			return "roll";
		}

	}

	/**
	 * A rolling restart of one host after the other.
	 *
	 * @param scope which hosts
	 */
	record RollHosts(Scope scope) implements ControlRequest {

		@Override
		public String name() {
			return "roll";
		}

		/**
		 * Which hosts are rolled.
		 */
		public enum Scope {

			/**
			 * All of them.
			 */
			ALL,

			/**
			 * Those that the last roll has not reached, or on which it failed.
			 */
			REST

		}

	}

	/**
	 * The other hosts, and what each of them said last.
	 */
	record Hosts() implements ControlRequest {

		@Override
		public String name() {
			return "hosts";
		}

		@Override
		public boolean isChange() {
			return false;
		}

	}

	/**
	 * The replacement of one worker.
	 *
	 * @param target which worker
	 */
	record Restart(WorkerTarget target) implements ControlRequest {

		@Override
		public String name() {
			return "restart";
		}

	}

	/**
	 * Another number of workers.
	 *
	 * @param workers the number
	 */
	record Scale(int workers) implements ControlRequest {

		@Override
		public String name() {
			return "scale";
		}

	}

	/**
	 * Out of rotation with a worker.
	 *
	 * @param target which worker
	 */
	record Quarantine(WorkerTarget target) implements ControlRequest {

		@Override
		public String name() {
			return "quarantine";
		}

	}

	/**
	 * The end of a quarantine.
	 *
	 * @param target which worker
	 */
	record Release(WorkerTarget target) implements ControlRequest {

		@Override
		public String name() {
			return "release";
		}

	}

	/**
	 * The stop of the cluster.
	 */
	record Stop() implements ControlRequest {

		@Override
		public String name() {
			return "stop";
		}

	}

	/**
	 * What happened after an event that is known already. Where nothing did, the answer
	 * waits for the next event, as long as the request says.
	 *
	 * @param after the number of the last known event; -1 for the events that are
	 * remembered
	 */
	record Events(long after) implements ControlRequest {

		@Override
		public String name() {
			return "events";
		}

		@Override
		public boolean isChange() {
			return false;
		}

	}

	/**
	 * A thread dump of one worker.
	 *
	 * @param target which worker
	 */
	record Dump(WorkerTarget target) implements ControlRequest {

		@Override
		public String name() {
			return "dump";
		}

		@Override
		public boolean isChange() {
			return false;
		}

	}

}
