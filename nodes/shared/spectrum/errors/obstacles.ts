/** What prevents a connection, if the transport could find out. */
export type Obstacle =
	/** The host's name does not resolve. */
	| { readonly what: 'name'; readonly code: string }
	/** The certificate is not trusted, or is for another name. */
	| { readonly what: 'certificate'; readonly code: string }
	/** TLS is on, and the server answers without it. */
	| { readonly what: 'withoutTls'; readonly code: string }
	/** TLS is off, and the server expects it. */
	| { readonly what: 'tlsExpected' }
	/** The proxy cannot be used, or does not lead to the server. `proxy` is its `host:port`. */
	| { readonly what: 'proxy'; readonly proxy: string; readonly problem: string; readonly lasting: boolean };

/** The texts of such a failure, and whether waiting seldom helps. */
export interface ObstacleText {
	readonly message: string;
	readonly advice: string;
	readonly lasting: boolean;
}

/** @param address `host:port` of the server */
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
					'If the server has a certificate of its own, enter the certificate of its authority in the field "CA Certificate" of the credential. The address must use the name on the certificate.',
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
