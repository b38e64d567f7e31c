import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { parseCertificates } from '../net/certificate';
import { SpectrumError } from '../errors/SpectrumError';

/** Node 22.15 and later can list the certificates that they trust. Node 20 cannot. */
type CertificateReader = { getCACertificates?: (type: 'default') => string[] };

/**
 * The certificates to trust for one connection: the default ones and `ca`. Passing an authority to TLS replaces the whole
 * default list, so the list must be passed as well. Undefined without `ca`: then the defaults of grpc-js and Node apply
 * unchanged. Throws `invalid` for a `ca` that is not PEM.
 */
export function trustedCertificates(ca: string | undefined): Buffer | undefined {
	if (ca === undefined) return undefined;
	return Buffer.from([...defaultCertificates(), readAuthority(ca)].map((pem) => pem.trim()).join('\n'));
}

function readAuthority(ca: string): string {
	const parsed = parseCertificates(ca);
	if (parsed.ok) return parsed.value;
	throw new SpectrumError({
		kind: 'invalid',
		message: `The CA certificate in the credential ${parsed.problem}`,
		advice: 'Paste the whole certificate in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	});
}

/** The list that grpc-js and Node trust by default: the operator's setting for the whole host, or the public authorities. */
function defaultCertificates(): readonly string[] {
	// grpc-js reads this file instead of Node's list.
	const grpcRoots = process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH;
	if (grpcRoots !== undefined && grpcRoots !== '') return [readFileSync(grpcRoots, 'utf8')];
	const { getCACertificates } = tls as CertificateReader;
	if (getCACertificates !== undefined) return getCACertificates('default');
	return [...tls.rootCertificates, ...extraCertificates()];
}

/** Node adds these only to its default list, which the passed authority replaces. */
function extraCertificates(): string[] {
	const path = process.env.NODE_EXTRA_CA_CERTS;
	if (path === undefined || path === '') return [];
	try {
		return [readFileSync(path, 'utf8')];
	} catch {
		// Node itself warns about an unreadable file at start and goes on without it.
		return [];
	}
}
