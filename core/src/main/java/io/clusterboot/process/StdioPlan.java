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

package io.clusterboot.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan that gives a child descriptors of this process under any number, although only
 * three can be inherited: in the places of the standard streams. A descriptor that cannot
 * be opened a second time, above all a socket, must be inherited; any other one is opened
 * by the child from {@code /proc/<this process>/fd} if its place is needed.
 */
final class StdioPlan {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final int CARRIERS = 3;

	private static final int NONE = -1;

	private final int[] carried = { NONE, NONE, NONE };

	// By the number in the child: the place it is inherited in, or its number here
	private final Map<Integer, Integer> moved = new TreeMap<>();

	private final Map<Integer, Integer> opened = new TreeMap<>();

	// The places of which the inherited descriptor is the standard stream itself
	private final Set<Integer> own = new HashSet<>();

	private OptionalInt surplus = OptionalInt.empty();

	/**
	 * Make a plan.
	 * @param descriptors the numbers here by the numbers in the child; those of 0 to 2
	 * that are missing become {@code /dev/null}
	 * @param forwardable the numbers in the child that could be left out
	 * @throws UnsupportedOperationException if they cannot all be inherited or opened
	 */
	StdioPlan(Map<Integer, Integer> descriptors, Set<Integer> forwardable) {
		Map<Integer, Integer> sorted = new TreeMap<>(descriptors);
		sorted.forEach((index, number) -> {
			if (index < CARRIERS) {
				this.carried[index] = number;
				this.own.add(index);
			}
		});
		for (Map.Entry<Integer, Integer> entry : sorted.entrySet()) {
			if (entry.getKey() >= CARRIERS && this.surplus.isEmpty()) {
				place(entry.getKey(), Descriptor.of(entry.getValue()), forwardable);
			}
		}
	}

	private void place(int index, Descriptor descriptor, Set<Integer> forwardable) {
		if (descriptor.canBeOpened()) {
			this.opened.put(index, descriptor.number());
			return;
		}
		int carrier = same(descriptor);
		if (carrier == NONE) {
			carrier = free();
		}
		if (carrier == NONE) {
			this.surplus = forwardable.stream().mapToInt(Integer::intValue).sorted().findFirst();
			if (this.surplus.isPresent()) {
				return;
			}
			throw new UnsupportedOperationException(
					"stdio %d: %s (expected: no more than three sockets, or files that cannot be opened again)"
						.formatted(index, descriptor.target()));
		}
		this.carried[carrier] = descriptor.number();
		this.moved.put(index, carrier);
	}

	private int same(Descriptor descriptor) {
		for (int i = 0; i < CARRIERS; i++) {
			if (this.carried[i] != NONE && (this.carried[i] == descriptor.number()
					|| Descriptor.of(this.carried[i]).isSameSocket(descriptor))) {
				return i;
			}
		}
		return NONE;
	}

	private int free() {
		for (int i = 0; i < CARRIERS; i++) {
			if (this.carried[i] == NONE) {
				return i;
			}
		}
		for (int i = 0; i < CARRIERS; i++) {
			Descriptor descriptor = Descriptor.of(this.carried[i]);
			if (!this.moved.containsValue(i) && descriptor.canBeOpened()) {
				this.opened.put(i, descriptor.number());
				this.own.remove(i);
				return i;
			}
		}
		for (int i = CARRIERS - 1; i > 0; i--) {
			for (int j = 0; j < i; j++) {
				if (!this.moved.containsValue(i) && !this.moved.containsValue(j)
						&& Descriptor.of(this.carried[i]).isSameSocket(Descriptor.of(this.carried[j]))) {
					this.moved.put(i, j);
					this.own.remove(i);
					return i;
				}
			}
		}
		return NONE;
	}

	/**
	 * Return an output that this process has to forward, because no place is left.
	 * @return a number in the child; if there is one, this plan is not complete
	 */
	OptionalInt surplus() {
		return this.surplus;
	}

	/**
	 * Return the descriptor that is inherited in the place of a standard stream.
	 * @param carrier the place, 0 to 2
	 * @return a number here, empty for {@code /dev/null}
	 */
	OptionalInt carried(int carrier) {
		return (this.carried[carrier] != NONE) ? OptionalInt.of(this.carried[carrier]) : OptionalInt.empty();
	}

	/**
	 * Return whether the child opens descriptors of this process, which have to stay open
	 * until then.
	 * @return whether it opens any
	 */
	boolean opensDescriptors() {
		return !this.opened.isEmpty();
	}

	/**
	 * Return the redirections that give each descriptor its number.
	 * @return redirections of a shell, each with a space before it
	 */
	String redirections() {
		StringBuilder redirections = new StringBuilder();
		this.moved.entrySet()
			.stream()
			.sorted(Map.Entry.<Integer, Integer>comparingByKey().reversed())
			.forEach((move) -> redirections.append(' ').append(move.getKey()).append("<&").append(move.getValue()));
		this.opened.forEach((index, number) -> redirections.append(' ')
			.append(index)
			.append(Descriptor.of(number).operator())
			.append(path(number)));
		for (int i = 0; i < CARRIERS; i++) {
			if (this.carried[i] != NONE && !this.own.contains(i) && !this.opened.containsKey(i)
					&& !this.moved.containsKey(i)) {
				redirections.append(' ').append(i).append((i == 0) ? "<" : ">").append("/dev/null");
			}
		}
		return redirections.toString();
	}

	/**
	 * Return the path by which a child opens a descriptor of this process.
	 * @param number its number here
	 */
	static String path(int number) {
		return "/proc/" + ProcessHandle.current().pid() + "/fd/" + number;
	}

	/**
	 * The file behind a descriptor of this process, as the system reports it.
	 */
	private record Descriptor(int number, String target, int flags, long position) {

		private static final int ACCESS_MODE = 3;

		private static final int APPEND = 0b10_000_000_000;

		static Descriptor of(int number) {
			try {
				String target = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(number))).toString();
				List<String> info = Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(number)));
				return new Descriptor(number, target, (int) value(info, "flags:", 8), value(info, "pos:", 10));
			}
			catch (IOException ex) {
				return new Descriptor(number, "descriptor " + number, 0, -1);
			}
		}

		private static long value(List<String> info, String name, int radix) {
			return info.stream()
				.filter((line) -> line.startsWith(name))
				.mapToLong((line) -> Long.parseLong(line.substring(name.length()).trim(), radix))
				.findFirst()
				.orElse(-1);
		}

		boolean canBeOpened() {
			if (this.target.startsWith("pipe:")) {
				return true;
			}
			Path path = DESCRIPTORS.resolve(Integer.toString(this.number));
			if (Files.isRegularFile(path)) {
				return ((this.flags & APPEND) != 0) || (this.position == 0 && (this.flags & ACCESS_MODE) == 0);
			}
			return this.target.startsWith("/dev/") && Files.exists(path);
		}

		boolean isSameSocket(Descriptor other) {
			return this.target.startsWith("socket:") && this.target.equals(other.target);
		}

		String operator() {
			return switch (this.flags & ACCESS_MODE) {
				case 0 -> "<";
				case 1 -> ">>";
				default -> "<>";
			};
		}

	}

}
