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

package io.clusterboot.spring.warmup;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A name that a server's certificate is valid for: Jetty, for one, refuses requests to
 * another host.
 */
final class CertificateName {

	/**
	 * The kinds of names in a certificate that are hosts: a name of DNS, an address.
	 */
	private static final Set<Integer> HOSTS = Set.of(2, 7);

	private static final String ANY = "*.";

	private CertificateName() {
	}

	/**
	 * Return a host.
	 * @param alternatives the alternative names of the certificate, as
	 * {@link X509Certificate#getSubjectAlternativeNames()} has them
	 * @param preferred the host to return if the certificate is valid for it, or names no
	 * host
	 */
	static String of(@Nullable Collection<List<?>> alternatives, String preferred) {
		List<String> hosts = (alternatives != null) ? alternatives.stream()
			.filter((name) -> HOSTS.contains(name.get(0)))
			.map((name) -> (String) name.get(1))
			.toList() : List.of();
		if (hosts.isEmpty() || hosts.contains(preferred)) {
			return preferred;
		}
		String host = hosts.get(0);
		if (host.startsWith(ANY)) {
			return "www" + host.substring(1);
		}
		return host.contains(":") ? "[%s]".formatted(host) : host;
	}

}
