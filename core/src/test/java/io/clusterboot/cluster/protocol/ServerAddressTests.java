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

package io.clusterboot.cluster.protocol;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerAddress}.
 */
class ServerAddressTests {

	@Test
	void addressIsWrittenAsNodeDoes() {
		assertThat(tcp("127.0.0.1", 80).key()).isEqualTo("127.0.0.1:80:4:undefined:0");
		assertThat(tcp("::1", 80).key()).isEqualTo("::1:80:6:undefined:0");
		assertThat(tcp("2001:db8:0:0:1:0:0:1", 80).address()).isEqualTo("2001:db8::1:0:0:1");
		assertThat(tcp("0.0.0.0", 80).key()).isEqualTo("null:80:4:undefined:0");
	}

	@Test
	void udpOnEveryAddressIsOfOneFamily() {
		assertThat(udp("0.0.0.0", 53).key()).isEqualTo("0.0.0.0:53:udp4:undefined:0");
		assertThat(udp("::", 53).key()).isEqualTo(":::53:udp6:undefined:0");
		assertThat(udp("127.0.0.1", 53).toInetSocketAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 53));
	}

	@Test
	void everyAddressIsOneSocketUnlessItIsForIpv6Alone() {
		ListenOptions defaults = ListenOptions.DEFAULTS;
		ServerAddress named = new ServerAddress("::", 80, AddressType.IPV6, 0);
		assertThat(named.canonical(defaults)).isEqualTo(tcp("0.0.0.0", 80).canonical(defaults));
		assertThat(named.canonical(defaults.withIpv6Only())).isEqualTo(named);
	}

	@Test
	void hostThatIsNotResolvedIsRefused() {
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 80);
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.of(unresolved, 0))
			.withMessageContaining("nowhere");
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.ofUdp(unresolved, 0))
			.withMessageContaining("nowhere");
	}

	private static ServerAddress tcp(String host, int port) {
		return ServerAddress.of(new InetSocketAddress(host, port), 0);
	}

	private static ServerAddress udp(String host, int port) {
		return ServerAddress.ofUdp(new InetSocketAddress(host, port), 0);
	}

}
