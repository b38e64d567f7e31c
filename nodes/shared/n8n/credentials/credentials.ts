import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { addressExample, parseAddress } from '../../spectrum/model/address/address';
import { parseCertificates } from '../../spectrum/net/certificate';
import {
	type CloudConnection,
	type Connection,
	defaultControlPlaneUrl,
	defaultSharedAddress,
	type SelfHostedConnection,
	type SelfHostedLine,
} from '../../spectrum/model/connection';
import { parseHttpsUrl } from '../../spectrum/net/endpoint';
import { sharedPhone } from '../../spectrum/model/line';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { endpoint, grpcPlace, httpPlace, middleware, pattern, protocol, type LineNames, type ReadPlace } from './addresses';
import { refused, required, text } from './credentialFields';

/** Names of the pack's credentials, and the values of every node's `authentication` parameter. */
export const cloudCredential = 'spectrumCloudApi';
export const selfHostedCredential = 'spectrumSelfHostedApi';

/** The parameter that names the credential's type. */
export const authenticationParameter = 'authentication';

const certificateExample = 'the whole certificate, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----';

/** What every n8n context offers for reading a credential. */
export interface CredentialReader {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string, itemIndex?: number): Promise<T>;
	getNodeParameter(name: string, ...rest: never[]): unknown;
}

/** The connection of the credential that the node's `authentication` parameter names. */
export async function readConnection(context: CredentialReader, itemIndex = 0): Promise<Connection> {
	const { type, data } = await readCredential(context, itemIndex);
	return toConnection(type, data);
}

/** A credential as n8n gives it for one item. */
export interface FoundCredential {
	readonly type: typeof cloudCredential | typeof selfHostedCredential;
	readonly data: object;
}

/**
 * The credential that the node's `authentication` parameter names, unchecked.
 *
 * @param found the value of that parameter. Default: it is read
 */
export async function readCredential(
	context: CredentialReader,
	itemIndex: number,
	found: unknown = authenticationOf(context, itemIndex),
): Promise<FoundCredential> {
	// An expression could name anything, and the wrong account is worse than none.
	if (typeof found === 'string' && ![cloudCredential, selfHostedCredential, ''].includes(found)) {
		throw new SpectrumError({
			kind: 'invalid',
			message: 'The field "Connect To" is not one of its choices',
			advice: `Use one of these: ${cloudCredential}, ${selfHostedCredential}`,
		});
	}
	const type = found === selfHostedCredential ? selfHostedCredential : cloudCredential;
	return { type, data: await context.getCredentials(type, itemIndex) };
}

function authenticationOf(context: CredentialReader, itemIndex: number): unknown {
	const getParameter = context.getNodeParameter.bind(context) as (...args: unknown[]) => unknown;
	// Contexts without items take a fallback where others take the item index. Both give a text here.
	return getParameter(authenticationParameter, itemIndex);
}

/** Checks the fields of a credential. */
export function toConnection(type: FoundCredential['type'], data: object): Connection {
	return type === selfHostedCredential ? toSelfHostedConnection(data) : toCloudConnection(data);
}

/** The cloud connection, for operations that only Spectrum Cloud offers. */
export async function readCloudConnection(context: Pick<CredentialReader, 'getCredentials'>): Promise<CloudConnection> {
	return toCloudConnection(await context.getCredentials(cloudCredential));
}

/** Checks the fields of an `iMessage Spectrum Cloud API` credential. */
export function toCloudConnection(data: object): CloudConnection {
	const fields = data as Record<string, unknown>;
	const projectId = required(fields.projectId, 'Project ID', 'it is shown on the project page of the Spectrum dashboard');
	const projectSecret = required(fields.projectSecret, 'Project Secret', 'create one on the project page of the Spectrum dashboard');
	const url = parseHttpsUrl(text(fields.controlPlaneUrl) || defaultControlPlaneUrl);
	if (!url.ok) throw refused('Control Plane URL', url.problem, defaultControlPlaneUrl);
	const webhookSecret = text(fields.webhookSigningSecret);
	return {
		kind: 'cloud',
		projectId,
		projectSecret,
		...(webhookSecret === '' ? {} : { webhookSecret }),
		controlPlaneUrl: url.value,
		sharedAddress: endpoint(fields.sharedAddress, 'Shared Plan Address', defaultSharedAddress),
		dedicatedAddressPattern: pattern(fields.dedicatedAddressPattern),
		...(protocol(fields.connection) === 'http' ? { http: middleware(fields.httpAddress) } : {}),
		...authority(fields.caCertificate),
	};
}

/** Checks the fields of an `iMessage Spectrum Self-Hosted API` credential. */
export function toSelfHostedConnection(data: object): SelfHostedConnection {
	const fields = data as Record<string, unknown>;
	const further = (fields.lines as { line?: unknown[] } | undefined)?.line ?? [];
	const tls = fields.tls !== false;
	const byHttp = protocol(fields.connection) === 'http';
	const readPlace = byHttp ? httpPlace(tls) : grpcPlace;
	return {
		kind: 'selfHosted',
		lines: distinguishable([
			selfHostedLine(
				{ address: fields.address, instanceId: fields.instanceId, token: fields.apiKey, phone: fields.phone },
				{ address: 'Server Address', instanceId: 'Instance ID', token: 'API Key', phone: 'Phone' },
				readPlace,
			),
			...further.map((line, index) => {
				const where = `Further Lines, line ${index + 1}, `;
				const names = {
					address: `${where}Address`,
					instanceId: `${where}Instance ID`,
					token: `${where}Token`,
					phone: `${where}Phone`,
				};
				return selfHostedLine(line as Record<string, unknown>, names, readPlace);
			}),
		]),
		...(byHttp ? { protocol: 'http' as const } : {}),
		tls,
		// Without TLS the field is neither shown nor used.
		...(tls ? authority(fields.caCertificate) : {}),
	};
}

/** Checks that several lines have different numbers, so that a user can choose one. A single line needs no number. */
function distinguishable(lines: SelfHostedLine[]): SelfHostedLine[] {
	const phones = lines.map(({ phone }) => phone);
	const unclear = phones.find((phone, index) => phone === sharedPhone || phones.indexOf(phone) !== index);
	if (lines.length === 1 || unclear === undefined) return lines;
	throw refused(
		'Phone',
		unclear === sharedPhone
			? 'is empty on one of several lines, but each of them needs its own number'
			: `is ${unclear} on several lines, but each of them needs its own number`,
		addressExample,
	);
}

function selfHostedLine(values: Record<string, unknown>, names: LineNames, readPlace: ReadPlace): SelfHostedLine {
	const phone = text(values.phone);
	return {
		...readPlace(values, names),
		token: required(values.token, names.token, 'use the token that the server was started with'),
		phone: phone === '' || phone === sharedPhone ? sharedPhone : lineAddress(phone, names.phone),
	};
}

// A line is usually a number, but an Apple account may send from its email address.
function lineAddress(phone: string, field: string): string {
	const parsed = parseAddress(phone);
	if (!parsed.ok) throw refused(field, parsed.problem, addressExample);
	return parsed.value.address;
}

/** Reads the CA certificate. A damaged one is refused here, so that it does not look like a fault of the server. */
function authority(value: unknown): { ca?: string } {
	const pem = text(value);
	if (pem === '') return {};
	const parsed = parseCertificates(pem);
	if (!parsed.ok) throw refused('CA Certificate', parsed.problem, certificateExample);
	return { ca: parsed.value };
}
