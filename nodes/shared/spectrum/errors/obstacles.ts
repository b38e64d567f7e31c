/** What prevents a connection, if the transport could find out. */
export type Obstacle =
	/** The host's name does not resolve. */
	| { readonly what: 'name'; readonly code: string }
	/**
	 * The certificate is not trusted, or is for another name. `isCaUnused`: the credential has an authority, and the client
	 * may not use it behind a proxy.
	 */
	| { readonly what: 'certificate'; readonly code: string; readonly isCaUnused?: boolean }
	/** TLS is on, and the server answers without it. */
	| { readonly what: 'withoutTls'; readonly code: string }
	/** TLS is off, and the server expects it. */
	| { readonly what: 'tlsExpected' }
	/** Calls go by gRPC, and the server speaks HTTP. */
	| { readonly what: 'http' }
	/** Calls go by HTTP, and the server speaks gRPC. */
	| { readonly what: 'grpc' }
	/** The rules of n8n forbid nodes to call this address. */
	| { readonly what: 'egress' }
	/** The proxy cannot be used, or does not lead to the server. `proxy` is its `host:port`. */
	| { readonly what: 'proxy'; readonly proxy: string; readonly problem: string; readonly lasting: boolean };

/** The texts of such a failure, and whether waiting seldom helps. */
export interface ObstacleText {
	readonly message: string;
	readonly advice: string;
	readonly lasting: boolean;
}

/** Follows other advice, for what servers of gRPC may do with a request of HTTP. */
export const perhapsGrpcAdvice = ' If it is the address of a gRPC server, choose gRPC as "Connection" in the credential.';

/** Not every HTTP client of n8n uses the credential's CA certificate for a connection through a proxy. */
export function caBehindProxyAdvice(host: string): string {
	return `n8n's HTTP client may not use the credential's CA certificate behind a proxy. Start n8n with NODE_EXTRA_CA_CERTS and the path of a file with this certificate, or name the host of ${host} in NO_PROXY.`;
}

/** @param address `host:port` of the server, or its base URL */
export function obstacleText(obstacle: Obstacle, address: string): ObstacleText {
	switch (obstacle.what) {
		case 'name':
			return {
				message: `The name in ${address} cannot be resolved (${obstacle.code})`,
				advice: 'Check the address in the credential, and that the machine that runs n8n can resolve names.',
				lasting: true,
			};
		case 'certificate':
			return {
				message: `The certificate of ${address} is not trusted (${obstacle.code})`,
				advice:
					obstacle.isCaUnused === true
						? caBehindProxyAdvice('the server')
						: 'If the server has a certificate of its own, enter the certificate of its authority in the field "CA Certificate" of the credential. The address must use the name on the certificate.',
				lasting: true,
			};
		case 'withoutTls':
			return {
				message: `${address} does not speak TLS (${obstacle.code})`,
				advice:
					'Check the port in the credential. If the server has no certificate and you trust the network in between, switch "Encrypted Connection (TLS)" off in the credential.',
				lasting: true,
			};
		case 'tlsExpected':
			return {
				message: `${address} expects TLS, which is switched off in the credential`,
				advice: 'Switch "Encrypted Connection (TLS)" on in the credential.',
				lasting: true,
			};
		case 'http':
			return {
				message: `${address} speaks HTTP, not gRPC`,
				advice: 'Choose HTTP as "Connection" in the credential, or enter the gRPC address of the server there.',
				lasting: true,
			};
		case 'grpc':
			return {
				message: `${address} speaks gRPC, not HTTP`,
				advice: 'Choose gRPC as "Connection" in the credential, or enter the HTTP address of the server there.',
				lasting: true,
			};
		case 'egress':
			return {
				message: `This n8n does not allow nodes to call ${address}`,
				advice: 'Ask the administrator of n8n to allow this host for outgoing requests.',
				lasting: true,
			};
		case 'proxy':
			return {
				message: `The proxy ${obstacle.proxy} does not lead to ${address}: ${obstacle.problem}`,
				advice:
					'Check the proxy in the environment of n8n (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY). To reach the server without it, name its host in NO_PROXY.',
				lasting: obstacle.lasting,
			};
	}
}

/** OpenSSL's verification results as Node names them, and Node's own check of the host name. */
export function isCertificateCode(code: string): boolean {
	return /CERT|CRL|SIGNATURE|ISSUER|SELF_SIGNED/.test(code) || code === 'HOSTNAME_MISMATCH' || code === 'ERR_TLS_CERT_ALTNAME_INVALID';
}

/** The codes of OpenSSL for bytes that are not TLS. */
const notTls: ReadonlySet<string> = new Set([
	'EPROTO',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_UNKNOWN_PROTOCOL',
	'ERR_SSL_UNEXPECTED_MESSAGE',
	'ERR_SSL_BAD_RECORD_TYPE',
	'ERR_SSL_RECORD_TOO_SMALL',
	'ERR_SSL_HTTP_REQUEST',
]);

/** Whether this is a code of OpenSSL for an answer without TLS. */
export function isNotTls(code: string): boolean {
	return notTls.has(code);
}
