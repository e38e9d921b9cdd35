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

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Errno;
import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFPipe;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors of one child: opens files and pipes for it, starts it with them, and
 * keeps the ends of this side.
 * <p>
 * Pipes are opened here and not by the JDK, which closes its end when the process ends,
 * so that the later output of a grandchild would be lost.
 */
final class ChildStdio {

	private static final Logger logger = LoggerFactory.getLogger(ChildStdio.class);

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final int STDERR = 2;

	private final Map<Integer, Integer> descriptors = new TreeMap<>();

	private final Map<Integer, ChildOutput> outputs = new TreeMap<>();

	private final Map<Integer, ChildPipe> duplex = new TreeMap<>();

	private final List<Forwarding> forwardings = new ArrayList<>();

	// The ends of the child, and the ends of this side
	private final List<Closeable> childEnds = new ArrayList<>();

	private final List<Closeable> ownEnds = new ArrayList<>();

	private @Nullable OutputStream input;

	private StdioPlan plan = new StdioPlan(Map.of(), Set.of());

	private ChildStdio() {
	}

	private void open(SpawnOptions options, OptionalInt channelEnd) throws IOException {
		Set<Integer> forwardable = new HashSet<>();
		for (Map.Entry<Integer, Stdio> entry : new TreeMap<>(options.stdio()).entrySet()) {
			int index = entry.getKey();
			if (entry.getValue() instanceof Stdio.Ipc) {
				this.descriptors.put(index, channelEnd.orElseThrow());
			}
			else {
				open(index, entry.getValue());
			}
			if (entry.getValue() instanceof Stdio.Inherit && (index == 1 || index == STDERR)) {
				forwardable.add(index);
			}
		}
		this.plan = new StdioPlan(this.descriptors, forwardable);
		while (this.plan.surplus().isPresent()) {
			int index = this.plan.surplus().getAsInt();
			forwardable.remove(index);
			forward(index, new FileOutputStream((index == 1) ? FileDescriptor.out : FileDescriptor.err));
			this.plan = new StdioPlan(this.descriptors, forwardable);
		}
	}

	private void open(int index, Stdio stdio) throws IOException {
		if (stdio instanceof Stdio.Inherit) {
			borrow(index, index);
		}
		else if (stdio instanceof Stdio.Descriptor descriptor) {
			borrow(index, descriptor.number());
		}
		else if (stdio instanceof Stdio.Forward forward) {
			forward(index, forward.target());
		}
		else if (stdio instanceof Stdio.Pipe) {
			openPipe(index);
		}
	}

	private void borrow(int index, int number) {
		if (Files.isDirectory(DESCRIPTORS)
				&& !Files.exists(DESCRIPTORS.resolve(Integer.toString(number)), LinkOption.NOFOLLOW_LINKS)) {
			throw new SpawnException(Errno.EBADF, "stdio " + index, Integer.toString(number), "an open descriptor");
		}
		this.descriptors.put(index, number);
	}

	private void forward(int index, OutputStream target) throws IOException {
		AFPipe pipe = AFPipe.open();
		this.childEnds.add(pipe.sink());
		this.ownEnds.add(pipe.source());
		this.forwardings.add(new Forwarding(pipe, target));
		this.descriptors.put(index, number(pipe.sink().getFileDescriptor()));
	}

	private void openPipe(int index) throws IOException {
		if (index > STDERR) {
			Handle[] ends = Handle.socketPair();
			this.childEnds.add(ends[1]);
			this.ownEnds.add(ends[0]);
			ChildPipe pipe = ChildPipe.open(ends[0]);
			this.ownEnds.add(pipe);
			this.duplex.put(index, pipe);
			this.descriptors.put(index, ends[1].descriptor());
			return;
		}
		AFPipe pipe = AFPipe.open();
		int source = number(pipe.source().getFileDescriptor());
		int sink = number(pipe.sink().getFileDescriptor());
		Channel childEnd = (index == 0) ? pipe.source() : pipe.sink();
		Channel ownEnd = (index == 0) ? pipe.sink() : pipe.source();
		this.childEnds.add(childEnd);
		this.ownEnds.add(ownEnd);
		this.descriptors.put(index, (index == 0) ? source : sink);
		if (index == 0) {
			this.input = Channels.newOutputStream(pipe.sink());
		}
		else {
			this.outputs.put(index, new ChildOutput(pipe.source(), source));
		}
	}

	private static int number(FileDescriptor descriptor) throws IOException {
		return FileDescriptorCast.using(descriptor).as(Integer.class);
	}

	/**
	 * Start a process with descriptors.
	 * @param trampoline the command
	 * @param channelEnd the child's end of its channel, borrowed, if it has one
	 * @return the process and this side of its descriptors
	 * @throws SpawnException if it could not be started
	 */
	static Started start(Trampoline trampoline, SpawnOptions options, OptionalInt channelEnd) {
		ChildStdio stdio = new ChildStdio();
		boolean started = false;
		try {
			SpareDescriptors.require();
			stdio.open(options, channelEnd);
			Started result = new Started(stdio.start(trampoline), stdio);
			started = true;
			return result;
		}
		catch (IOException ex) {
			throw new SpawnException("Could not start " + trampoline, ex);
		}
		finally {
			closeAll(stdio.childEnds);
			if (!started) {
				closeAll(stdio.ownEnds);
			}
		}
	}

	private Process start(Trampoline trampoline) throws IOException {
		try (AFPipe ready = this.plan.opensDescriptors() ? AFPipe.open() : null) {
			OptionalInt signal = (ready != null) ? OptionalInt.of(number(ready.sink().getFileDescriptor()))
					: OptionalInt.empty();
			ProcessBuilder builder = trampoline.processBuilder(this.plan, signal);
			builder.redirectInput(redirect(0));
			builder.redirectOutput(redirect(1));
			builder.redirectError(redirect(STDERR));
			SpareDescriptors.require();
			Process process = builder.start();
			if (ready != null) {
				awaitReady(trampoline, process, ready);
			}
			return process;
		}
	}

	private ProcessBuilder.Redirect redirect(int index) {
		OptionalInt carried = this.plan.carried(index);
		if (carried.isEmpty()) {
			return (index == 0) ? ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())
					: ProcessBuilder.Redirect.DISCARD;
		}
		if (carried.getAsInt() == index) {
			return ProcessBuilder.Redirect.INHERIT;
		}
		// A duplicate, since the JDK closes each number after its first use
		Handle duplicate = Handle.adopt(carried.getAsInt()).duplicate();
		this.childEnds.add(duplicate);
		return duplicate.toRedirect();
	}

	/**
	 * Wait until the child has opened the descriptors of this process that it needs.
	 */
	private static void awaitReady(Trampoline trampoline, Process process, AFPipe ready) throws IOException {
		process.onExit().thenRun(() -> closeAll(List.of(ready.sink())));
		if (ready.source().read(ByteBuffer.allocate(1)) != 1) {
			throw new IOException(
					"its descriptors could not be opened, " + new ExitStatus(process.onExit().join().exitValue()));
		}
	}

	/**
	 * Start to forward output.
	 */
	List<CompletableFuture<Void>> startForwarding(String name, LastLines lastLines) {
		return this.forwardings.stream().map((forwarding) -> {
			OutputPump pump = new OutputPump(forwarding.pipe().source(), forwarding.target(), lastLines);
			pump.start(name);
			return pump.ended();
		}).toList();
	}

	/**
	 * The process has ended: close its input, and read its output to the end.
	 */
	void processEnded(String name) {
		if (this.input != null) {
			closeAll(List.of(this.input));
		}
		this.outputs.values().forEach((output) -> output.drain(name));
		this.duplex.values().forEach((pipe) -> pipe.drain(name));
	}

	List<CompletableFuture<Void>> ends() {
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		this.outputs.values().forEach((output) -> ends.add(output.ended()));
		this.duplex.values().forEach((pipe) -> ends.add(pipe.ended()));
		return ends;
	}

	Optional<OutputStream> input() {
		return Optional.ofNullable(this.input);
	}

	Optional<ChildOutput> output(int index) {
		return Optional.ofNullable(this.outputs.get(index));
	}

	Optional<ChildPipe> pipe(int index) {
		return Optional.ofNullable(this.duplex.get(index));
	}

	/**
	 * Close this side's ends.
	 */
	void close() {
		closeAll(this.ownEnds);
	}

	private static void closeAll(List<? extends Closeable> ends) {
		for (Closeable end : ends) {
			try {
				end.close();
			}
			catch (IOException ex) {
				logger.debug("An end of a pipe could not be closed", ex);
			}
		}
	}

	/**
	 * A process and this side of its descriptors.
	 *
	 * @param stdio the descriptors
	 */
	record Started(Process process, ChildStdio stdio) {

	}

	private record Forwarding(AFPipe pipe, OutputStream target) {

	}

}
