import { generate } from 'selfsigned';

/** Certificates of one run, or of all runs that share a folder of state. Never written to the repository. */
export interface TestCertificates {
	/** PEM of the authority that signed the server's certificate. */
	readonly caPem: string;
	/** PEM of the server's certificate: for its name, for `127.0.0.1`, and for dedicated lines of Spectrum Cloud. */
	readonly certPem: string;
	readonly keyPem: string;
}

const dayInMilliseconds = 24 * 60 * 60 * 1000;

export interface CertificateOptions {
	/** How long they are valid; default 30. */
	readonly days?: number;
	/** Further names that the server is reached by. */
	readonly names?: readonly string[];
	/** Further addresses that the server is reached by. */
	readonly addresses?: readonly string[];
}

/** Makes a private authority and a server certificate signed by it, valid from yesterday. */
export async function makeCertificates(
	serverName = 'localhost',
	{ days = 30, names = [], addresses = [] }: CertificateOptions = {},
): Promise<TestCertificates> {
	const validity = {
		// A machine whose clock lags a little behind must still accept them.
		notBeforeDate: new Date(Date.now() - dayInMilliseconds),
		notAfterDate: new Date(Date.now() + days * dayInMilliseconds),
		keyType: 'ec' as const,
		algorithm: 'sha256',
	};
	const ca = await generate([{ name: 'commonName', value: 'Spectrum simulator CA' }], {
		...validity,
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	const leaf = await generate([{ name: 'commonName', value: serverName }], {
		...validity,
		ca: { key: ca.private, cert: ca.cert },
		extensions: [
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: serverName },
					// The vendor's SDK makes the address of a dedicated line by itself.
					{ type: 2, value: '*.imsg.photon.codes' },
					{ type: 7, ip: '127.0.0.1' },
					...names.map((value) => ({ type: 2 as const, value })),
					...addresses.map((ip) => ({ type: 7 as const, ip })),
				],
			},
		],
	});
	return { caPem: ca.cert, certPem: leaf.cert, keyPem: leaf.private };
}

let shared: { readonly madeAt: number; readonly certificates: Promise<TestCertificates> } | undefined;

/** Certificates for every server of this process that has none of its own. Making new ones takes longer than a short test. */
export async function sharedCertificates(): Promise<TestCertificates> {
	const now = Date.now();
	if (shared === undefined || Math.abs(now - shared.madeAt) > dayInMilliseconds) {
		shared = { madeAt: now, certificates: makeCertificates() };
	}
	return await shared.certificates;
}
