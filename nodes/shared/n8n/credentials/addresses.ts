import { defaultDedicatedAddressPattern, type SelfHostedLine } from '../../spectrum/model/connection';
import { baseUrlExample, endpointExample, isInstanceId, longestInstanceId, parseBaseUrl, parseEndpoint } from '../../spectrum/net/endpoint';
import { refused, required, text } from './credentialFields';

/** The names of the fields of one self-hosted line. */
export type LineNames = Readonly<Record<'address' | 'instanceId' | 'token' | 'phone', string>>;

/** Reads where a line is. */
export type ReadPlace = (values: Record<string, unknown>, names: LineNames) => Pick<SelfHostedLine, 'address' | 'instanceId'>;

/** The instance is not read: without HTTP its field is neither shown nor used. */
export const grpcPlace: ReadPlace = (values, names) => ({ address: endpoint(values.address, names.address) });

export function httpPlace(tls: boolean): ReadPlace {
	const mismatch = tls
		? 'is an http:// URL, but "Encrypted Connection (TLS)" is on'
		: 'is an https:// URL, but "Encrypted Connection (TLS)" is off';
	return (values, names) => {
		const parsed = parseBaseUrl(text(values.address), tls ? 'https' : 'http', mismatch);
		if (!parsed.ok) throw refused(names.address, parsed.problem, tls ? baseUrlExample : 'http://imessage.example.com');
		return { address: parsed.value, ...instance(values.instanceId, names.instanceId) };
	};
}

function instance(value: unknown, field: string): { instanceId?: string } {
	const instanceId = text(value);
	if (instanceId === '') return {};
	if (isInstanceId(instanceId)) return { instanceId };
	const problem =
		instanceId.length > longestInstanceId
			? `is longer than ${longestInstanceId} characters`
			: 'has characters other than letters, digits, dots, dashes and underscores';
	throw refused(field, problem, 'line-1');
}

/** How calls travel. An expression could give anything. */
export function protocol(value: unknown): 'grpc' | 'http' {
	if (value === undefined || value === '' || value === 'grpc') return 'grpc';
	if (value === 'http') return 'http';
	throw refused('Connection', 'is not one of its choices', 'grpc or http');
}

/** The middleware of Spectrum Cloud. There is no public one that the vendor has named, so nothing can stand for an empty field. */
export function middleware(value: unknown): string {
	const given = required(value, 'Middleware Address', 'it is the https:// address of the HTTP middleware. Or choose gRPC in "Connection"');
	const parsed = parseBaseUrl(given, 'https', 'is an http:// URL; tokens are sent there and must be encrypted');
	if (!parsed.ok) throw refused('Middleware Address', parsed.problem, baseUrlExample);
	return parsed.value;
}

export function endpoint(value: unknown, field: string, fallback = ''): string {
	const given = text(value) || fallback;
	const parsed = parseEndpoint(given);
	if (!parsed.ok) {
		const orHttp = given.includes('://') ? '. To connect by a URL, choose HTTP in "Connection"' : '';
		throw refused(field, parsed.problem, `${endpointExample}${orHttp}`);
	}
	return parsed.value;
}

export function pattern(value: unknown): string {
	const address = endpoint(value, 'Dedicated Line Address Pattern', defaultDedicatedAddressPattern);
	if (!address.includes('{instanceId}')) {
		throw refused(
			'Dedicated Line Address Pattern',
			'does not contain {instanceId}, which stands for the instance of each line',
			defaultDedicatedAddressPattern,
		);
	}
	return address;
}
