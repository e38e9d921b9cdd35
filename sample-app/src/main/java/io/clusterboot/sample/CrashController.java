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

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Ends the process, to show how the cluster reacts. The response, 202, is sent only if
 * the process ends slowly enough.
 */
@RestController
final class CrashController {

	private static final IntParameter CODE = new IntParameter("code", 0, 255, 1);

	@GetMapping("/crash")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void crash(@RequestParam(required = false) @Nullable String how,
			@RequestParam(required = false) @Nullable String code) {
		Crash crash = Crash.parse(how);
		int exitCode = CODE.parse(code);
		// Not on the event loop: the exit drains this request, which would wait for the
		// exit
		new Thread(() -> crash.end(exitCode), "crash").start();
	}

}
