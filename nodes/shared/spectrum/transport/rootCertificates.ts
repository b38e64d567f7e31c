import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { parseCertificates } from '../net/certificate';
import { SpectrumError } from '../errors/SpectrumError';

/** Node 22.15 and later can say what they trust; Node 20 cannot. */
type CertificateReader = { getCACertificates?: (type: 'default') => string[] };

/**
 * The certificates to trust for one connection: those that are trusted anyway, and `ca` beside them. Naming an
 * authority to TLS replaces the whole default list, so the list has to be named as well. Undefined when there is no
 * `ca`: then the defaults of grpc-js and Node apply untouched. Throws `invalid` for a `ca` that is not PEM.
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

/** What grpc-js and Node would trust without a list: the operator's settings for the whole host, else the public authorities. */
function defaultCertificates(): readonly string[] {
	// grpc-js reads this file in place of Node's list.
	const grpcRoots = process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH;
	if (grpcRoots !== undefined && grpcRoots !== '') return [readFileSync(grpcRoots, 'utf8')];
	const { getCACertificates } = tls as CertificateReader;
	if (getCACertificates !== undefined) return getCACertificates('default');
	return [...tls.rootCertificates, ...extraCertificates()];
}

/** Node adds these to its default list only, which naming an authority has just replaced. */
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
