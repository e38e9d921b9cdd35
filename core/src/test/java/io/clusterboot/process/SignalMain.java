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

import java.util.ArrayList;
import java.util.List;

/**
 * A child that prints the signals its arguments name as they come, until its input ends;
 * then it handles them as before, until it is killed.
 */
final class SignalMain {

	private SignalMain() {
	}

	public static void main(String[] args) throws Exception {
		List<SignalListener> listeners = new ArrayList<>();
		for (String arg : args) {
			listeners.add(SignalListener.listen(Signal.valueOf(arg), () -> System.out.println(arg)));
		}
		System.out.println(ProcessHandle.current().pid());
		while (System.in.read() >= 0) {
			System.out.println("read");
		}
		listeners.forEach(SignalListener::close);
		System.out.println("closed");
		ProbeMain.main(new String[] { "wait" });
	}

}
