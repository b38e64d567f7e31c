const { readFileSync } = require('node:fs');
const { rootCertificates } = require('node:tls');

const certificate = /-----BEGIN CERTIFICATE-----([^]*?)-----END CERTIFICATE-----/g;

/** The same certificate may be wrapped into lines of different lengths. */
const contentOf = (body) => body.replace(/\s+/g, '');

/** Lists of authorities that a machine may name for all its programs. */
const listsOfMachine = [process.env.NODE_EXTRA_CA_CERTS, process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH];

function textOf(file) {
	try {
		return file ? readFileSync(file, 'utf8') : '';
	} catch {
		return '';
	}
}

const certificatesOf = (text) => [...text.matchAll(certificate)].map(([, body]) => contentOf(body));
const publicOnes = new Set([...rootCertificates, ...listsOfMachine.map(textOf)].flatMap(certificatesOf));

/** The lists that the last tests trusted: each of their connections has the same ones. */
const known = new Map();

function withoutPublic(text) {
	const found = known.get(text);
	if (found !== undefined) return found;
	const own = text.replace(certificate, (pem, body) => (publicOnes.has(contentOf(body)) ? '' : pem));
	if (known.size >= 1_000) known.clear();
	known.set(text, own);
	return own;
}

/**
 * Trusting a simulator means trusting the public authorities and those of the machine too, and OpenSSL reads all of them, some
 * 150, for each connection: a third of the time of tests that connect. No server of a test has a certificate of theirs, so
 * they are left out. What the nodes name as trusted is checked by tests of its own.
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
