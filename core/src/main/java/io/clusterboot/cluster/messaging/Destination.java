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
package io.clusterboot.cluster.messaging;

/**
 * The processes that a message is for.
 *
 * @param scope which kind of processes
 * @param number the id of the worker or the index of the slot, else 0
 * @param withoutSender whether the sender is left out
 */
public record Destination(Scope scope, int number, boolean withoutSender) {

	private static final String WITHOUT_SENDER = "others";

	/**
	 * The master.
	 * @return the destination
	 */
	public static Destination master() {
		return new Destination(Scope.MASTER, 0, false);
	}

	/**
	 * One worker.
	 * @param id the worker id
	 * @return the destination
	 */
	public static Destination worker(int id) {
		return new Destination(Scope.WORKER, id, false);
	}

	/**
	 * The workers in one slot: two while one replaces the other.
	 * @param index the index of the slot, from 0
	 * @return the destination
	 */
	public static Destination slot(int index) {
		return new Destination(Scope.SLOT, index, false);
	}

	/**
	 * All workers.
	 * @return the destination
	 */
	public static Destination workers() {
		return new Destination(Scope.WORKERS, 0, false);
	}

	/**
	 * The master and all workers.
	 * @return the destination
	 */
	public static Destination everywhere() {
		return new Destination(Scope.EVERYWHERE, 0, false);
	}

	/**
	 * Leave out the sender.
	 * @return the same processes but the one that sends
	 */
	public Destination butSender() {
		return new Destination(this.scope, this.number, true);
	}

	/**
	 * Return whether it takes in a process.
	 * @param worker the worker id, {@value BusMessage#MASTER} for the master
	 * @param slot its slot, -1 for the master
	 * @param sender who sends
	 */
	boolean includes(int worker, int slot, int sender) {
		if (this.withoutSender && worker == sender) {
			return false;
		}
		boolean isMaster = worker == BusMessage.MASTER;
		return switch (this.scope) {
			case MASTER -> isMaster;
			case WORKER -> !isMaster && worker == this.number;
			case SLOT -> !isMaster && slot == this.number;
			case WORKERS -> !isMaster;
			case EVERYWHERE -> true;
		};
	}

	/**
	 * Read the form that {@link #toString()} has.
	 * @throws IllegalArgumentException if it is none
	 */
	static Destination parse(String text) {
		String[] parts = text.split(":", -1);
		if (parts.length == 3) {
			return new Destination(Scope.valueOf(parts[0]), Integer.parseInt(parts[1]),
					parts[2].equals(WITHOUT_SENDER));
		}
		throw new IllegalArgumentException(
				"to: %s (expected: scope:number:all or scope:number:others)".formatted(text));
	}

	/**
	 * Return the form on the channel.
	 */
	@Override
	public String toString() {
		return "%s:%d:%s".formatted(this.scope, this.number, this.withoutSender ? WITHOUT_SENDER : "all");
	}

	/**
	 * The kinds of processes.
	 */
	public enum Scope {

		/**
		 * The master.
		 */
		MASTER,

		/**
		 * One worker, by its id.
		 */
		WORKER,

		/**
		 * The workers in one slot.
		 */
		SLOT,

		/**
		 * All workers.
		 */
		WORKERS,

		/**
		 * The master and all workers.
		 */
		EVERYWHERE

	}

}
