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

package io.clusterboot.cluster.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.clusterboot.testing.Privileges;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link TrustedFolder}.
 */
class TrustedFolderTests {

	private static final int GROUP_OF_OTHERS = 12345;

	@TempDir
	private Path temp;

	private Path parent;

	private Path folder;

	@BeforeEach
	void create() throws IOException {
		this.parent = Files.createDirectory(this.temp.toRealPath().resolve("parent"));
		this.folder = Files.createDirectories(this.parent.resolve("deeper/cache"));
		mode(this.folder, "rwx------");
		mode(this.parent, "rwxr-xr-x");
	}

	@Test
	void privateFoldersAreTrusted() {
		assertThatCode(() -> TrustedFolder.requireWithParents(this.folder)).doesNotThrowAnyException();
	}

	@Test
	void parentThatEverybodyMayWriteIsRefused() throws Exception {
		mode(this.parent, "rwxrwxrwx");
		assertThatExceptionOfType(NoImageException.class)
			.isThrownBy(() -> TrustedFolder.requireWithParents(this.folder))
			.withMessageStartingWith("%s is in %s, which is owned by ", this.folder, this.parent)
			.withMessageContaining("has mode 777, so that other users can replace it");
	}

	@Test
	void stickyParentIsTrusted() throws Exception {
		Files.setAttribute(this.parent, "unix:mode", 01777);
		assertThatCode(() -> TrustedFolder.requireWithParents(this.folder)).doesNotThrowAnyException();
	}

	@Test
	void linkThatOthersMayReplaceIsRefused() throws Exception {
		Path open = Files.createDirectory(this.temp.toRealPath().resolve("open"));
		mode(open, "rwxrwxrwx");
		Path link = Files.createSymbolicLink(open.resolve("cache"), this.folder);
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> TrustedFolder.requireWithParents(link))
			.withMessageContaining("%s is in %s, ", this.folder, open);
	}

	@Test
	void parentThatAGroupMayWriteIsRefused() throws Exception {
		assumeThat(Privileges.isRoot()).as("Missing tool: root").isTrue();
		mode(this.parent, "rwxrwxr-x");
		assertThatCode(() -> TrustedFolder.requireWithParents(this.folder)).as("root's group")
			.doesNotThrowAnyException();
		Files.setAttribute(this.parent, "unix:gid", GROUP_OF_OTHERS);
		assertThatExceptionOfType(NoImageException.class)
			.isThrownBy(() -> TrustedFolder.requireWithParents(this.folder))
			.withMessageContaining("has mode 775");
	}

	@Test
	void parentOfAnotherUserIsRefused() throws Exception {
		assumeThat(Privileges.isRoot()).as("Missing tool: root").isTrue();
		Files.setOwner(this.parent,
				this.parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		assertThatExceptionOfType(NoImageException.class)
			.isThrownBy(() -> TrustedFolder.requireWithParents(this.folder))
			.withMessageContaining("owned by nobody");
	}

	private static void mode(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
