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

package io.clusterboot.spring.netty;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.clusterboot.handle.HandleSupport;
import io.clusterboot.handle.NativeLibrary;
import io.clusterboot.handle.NativeSupportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NativeSupport}.
 */
@Isolated("counts the descriptors of this process")
class NativeSupportTests {

	@Test
	void everyPartIsThereAndNoDescriptorStaysOpen() throws IOException {
		NativeSupport.verify();
		long before = descriptors();
		NativeSupport.verify();
		assertThat(descriptors()).isEqualTo(before);
	}

	@Test
	void constructorThatNettyLacksIsReportedByTheNameOfNetty() throws Exception {
		Class<?> support = new NettyWithoutConstructor().loadClass(HandleSupport.class.getName());
		assertThatExceptionOfType(InvocationTargetException.class)
			.isThrownBy(() -> support.getMethod("verify").invoke(null))
			.havingCause()
			.satisfies((failure) -> assertThat(failure.getClass().getName())
				.isEqualTo(NativeSupportException.class.getName()))
			.withMessageStartingWith("the constructors of the epoll channels of %s can't be used (version: %s",
					NativeLibrary.NETTY.coordinates(), NativeLibrary.NETTY.foundVersion());
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.count();
		}
	}

	/**
	 * Loads the handles anew, with a Netty that lacks the constructor of an accepted
	 * connection.
	 */
	private static final class NettyWithoutConstructor extends ClassLoader {

		private static final String DOCTORED = "io.netty.channel.epoll.EpollSocketChannel";

		NettyWithoutConstructor() {
			super(NativeSupportTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.equals(DOCTORED) && !name.startsWith(HandleSupport.class.getPackageName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = name.equals(DOCTORED) ? withoutConstructor(in) : in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

		private static byte[] withoutConstructor(InputStream in) throws IOException {
			ClassWriter writer = new ClassWriter(0);
			new ClassReader(in).accept(new ClassVisitor(Opcodes.ASM9, writer) {

				@Override
				public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
						@Nullable String signature, String @Nullable [] exceptions) {
					boolean accepted = name.equals("<init>") && descriptor.startsWith("(Lio/netty/channel/Channel;");
					return accepted ? null : super.visitMethod(access, name, descriptor, signature, exceptions);
				}

			}, 0);
			return writer.toByteArray();
		}

	}

}
