import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { makeCertificates, type TestCertificates } from '../net/certificates';
import type { LineSeat } from '../options';

/** What clients of a simulator know it by. It stays the same from run to run, so that their credentials stay right. */
export interface Identity {
	readonly version: 1;
	readonly projectId: string;
	readonly projectSecret: string;
	readonly certificates: TestCertificates;
	/** Port of the phone page; the control plane has the next one. */
	readonly port: number;
	readonly seats: readonly LineSeat[];
}

const certificateDays = 3650;
/** A certificate that ends within this time is replaced, in milliseconds. */
const soon = 7 * 24 * 60 * 60 * 1000;
const largestIdentity = 1024 * 1024;
const mostLines = 100;

/** The number of the dedicated line. */
const dedicatedNumber = '+15550000001';

export async function newIdentity(plan: 'shared' | 'dedicated', port: number): Promise<Identity> {
	return {
		version: 1,
		projectId: randomUUID(),
		projectSecret: randomBytes(24).toString('base64url'),
		certificates: await newCertificates(),
		port,
		seats: [
			{
				phone: plan === 'shared' ? 'shared' : dedicatedNumber,
				port: port === 0 ? undefined : port + 2,
				token: `sim_${randomBytes(24).toString('base64url')}`,
			},
		],
	};
}

/** They name this machine, and the name by which a container reaches it. */
async function newCertificates(): Promise<TestCertificates> {
	return await makeCertificates('localhost', { days: certificateDays, names: ['host.docker.internal', hostname()] });
}

/** With certificates that are still valid for a while. */
export async function withFreshCertificates(identity: Identity): Promise<Identity> {
	const { validTo } = new X509Certificate(identity.certificates.certPem);
	if (Date.parse(validTo) - Date.now() > soon) return identity;
	return { ...identity, certificates: await newCertificates() };
}

/**
 * Reads what `JSON.stringify` made of an identity.
 *
 * @throws Error with what is wrong
 */
export function parseIdentity(text: string): Identity {
	if (text.length > largestIdentity) throw new Error('it is too large');
	const found = objectOf(JSON.parse(text));
	if (found?.version !== 1) throw new Error(`its version is ${String(found?.version)}, and 1 is expected`);
	const { caPem, certPem, keyPem } = objectOf(found.certificates) ?? {};
	const seats = Array.isArray(found.seats) ? found.seats.slice(0, mostLines).map(parseSeat) : [];
	if (!isPort(found.port) || seats.length === 0) throw new Error('the ports or the lines are missing');
	return {
		version: 1,
		projectId: textOf('projectId', found.projectId),
		projectSecret: textOf('projectSecret', found.projectSecret),
		certificates: { caPem: textOf('caPem', caPem), certPem: textOf('certPem', certPem), keyPem: textOf('keyPem', keyPem) },
		port: found.port,
		seats,
	};
}

function textOf(name: string, value: unknown): string {
	if (typeof value !== 'string' || value === '') throw new Error(`${name} is missing`);
	return value;
}

function parseSeat(value: unknown): LineSeat {
	const { phone, port, token } = objectOf(value) ?? {};
	if (phone !== undefined && typeof phone !== 'string') throw new Error('the number of a line is not a text');
	if (port !== undefined && !isPort(port)) throw new Error('the port of a line is not a port');
	return { phone, port, token: textOf('the token of a line', token) };
}

const isPort = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;

function objectOf(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
