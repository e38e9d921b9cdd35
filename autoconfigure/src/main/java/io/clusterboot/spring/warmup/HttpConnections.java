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

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Makes connections of a source speak what the server speaks. May be used from any
 * thread.
 */
final class HttpConnections {

	private static final String HTTP_1 = "http/1.1";

	private static final String HTTP_2 = "h2";

	private static final String HOST = "localhost";

	private final ServerProtocols protocols;

	private final int port;

	private final String mark;

	private final @Nullable SSLContext tls;

	/**
	 * Create a new instance.
	 * @param protocols what the server speaks
	 * @param port the port that the server has for others
	 * @param mark the value of the header that marks a request
	 */
	HttpConnections(ServerProtocols protocols, int port, String mark) {
		this.protocols = protocols;
		this.port = port;
		this.mark = mark;
		this.tls = protocols.secure() ? tls() : null;
	}

	private static SSLContext tls() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustInOneself() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM has no TLS", ex);
		}
	}

	/**
	 * Make a connection ready for requests.
	 * @param socket the connection, which the result closes
	 * @param number the number of the connection
	 * @return the connection
	 */
	HttpConnection over(Socket socket, int number) throws IOException {
		boolean http2 = this.protocols.isHttp2(number);
		Socket transport = (this.tls != null) ? secured(this.tls, socket, http2) : socket;
		String host = "%s:%d".formatted((transport instanceof SSLSocket secured) ? nameOf(secured) : HOST, this.port);
		return http2
				? new Http2Connection(transport,
						new Http2Connection.RequestHeaders(this.protocols.secure(), host, this.mark))
				: new Http1Connection(transport, host, this.mark);
	}

	private SSLSocket secured(SSLContext tls, Socket socket, boolean http2) throws IOException {
		SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, HOST, this.port, true);
		String protocol = http2 ? HTTP_2 : HTTP_1;
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		if (http2 && !HTTP_2.equals(secured.getApplicationProtocol())) {
			throw new IOException("The server does not speak %s over TLS".formatted(HTTP_2));
		}
		return secured;
	}

	private static String nameOf(SSLSocket connection) throws IOException {
		try {
			return (connection.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate)
					? CertificateName.of(certificate.getSubjectAlternativeNames(), HOST) : HOST;
		}
		catch (CertificateParsingException ex) {
			throw new IOException("The certificate of the server has no valid names", ex);
		}
	}

	/**
	 * The connection cannot lead to another server, whatever the certificate says.
	 */
	private static final class TrustInOneself extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
