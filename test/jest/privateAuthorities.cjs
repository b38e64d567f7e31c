const { rootCertificates } = require('node:tls');

const publicOnes = new Set(rootCertificates.map((pem) => pem.trim()));
const certificate = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

const withoutPublic = (text) => text.replace(certificate, (pem) => (publicOnes.has(pem) ? '' : pem));

/**
 * Trusting a simulator means trusting the public authorities too, and OpenSSL reads all of them, some 150, for each
 * connection: a third of the time of tests that connect. No server of a test has a certificate of theirs, so they are left
 * out. What the nodes name as trusted is checked by tests of its own.
 *
 * @param createSecureContext Node's
 */
function privateAuthorities(createSecureContext) {
	return (options = {}) => {
		if (options.ca === undefined) return createSecureContext(options);
		const ca = [options.ca].flat().map((pem) => withoutPublic(pem.toString()));
		return createSecureContext({ ...options, ca: ca.filter((text) => text.trim() !== '') });
	};
}

module.exports = { privateAuthorities };
