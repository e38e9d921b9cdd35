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

package io.clusterboot.hosts.redis;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes a client like that of the application, which does not wait for a server that is
 * away: a command fails at once when there is no connection, and is not sent later.
 */
public final class OwnClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Duration RECONNECT = Duration.ofMillis(500);

	private OwnClient() {
	}

	/**
	 * Create a connection factory.
	 * @param application that of the application, which is only read
	 * @return the factory, to be destroyed by the caller
	 */
	public static LettuceConnectionFactory like(LettuceConnectionFactory application) {
		LettuceClientConfiguration client = client(application.getClientConfiguration());
		LettuceConnectionFactory factory = factory(application, client);
		factory.setValidateConnection(false);
		factory.afterPropertiesSet();
		return factory;
	}

	private static LettuceConnectionFactory factory(LettuceConnectionFactory application,
			LettuceClientConfiguration client) {
		if (application.getClusterConfiguration() != null) {
			return new LettuceConnectionFactory(application.getClusterConfiguration(), client);
		}
		if (application.getSentinelConfiguration() != null) {
			return new LettuceConnectionFactory(application.getSentinelConfiguration(), client);
		}
		return new LettuceConnectionFactory(application.getStandaloneConfiguration(), client);
	}

	private static LettuceClientConfiguration client(LettuceClientConfiguration application) {
		ClientOptions options = application.getClientOptions()
			.orElseGet(ClientOptions::create)
			.mutate()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).keepAlive(true).build())
			.build();
		LettuceClientConfiguration.LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder()
			.clientOptions(options)
			.commandTimeout(TIMEOUT)
			.shutdownQuietPeriod(Duration.ZERO)
			.shutdownTimeout(Duration.ZERO);
		builder.clientResources(application.getClientResources()
			.map(ClientResources::mutate)
			.orElseGet(() -> DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2))
			.reconnectDelay(Delay.constant(RECONNECT))
			.build());
		if (application.isUseSsl()) {
			LettuceClientConfiguration.LettuceSslClientConfigurationBuilder ssl = builder.useSsl();
			ssl.verifyPeer(application.getVerifyMode());
			if (application.isStartTls()) {
				ssl.startTls();
			}
		}
		return builder.build();
	}

}
