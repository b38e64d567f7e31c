import { SpectrumError } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { toCloudConnection, toSelfHostedConnection } from '../../../nodes/shared/n8n/credentials/credentials';
import { makeCertificates } from '../../../simulator/src/net/certificates';

function refusal(run: () => unknown): SpectrumError {
	try {
		run();
	} catch (error) {
		if (error instanceof SpectrumError) return error;
	}
	throw new Error('nothing was refused');
}

describe('toCloudConnection', () => {
	const fields = { projectId: 'p', projectSecret: 's3cret' };

	test('needs project and secret alone', () => {
		expect(toCloudConnection(fields)).toEqual({
			kind: 'cloud',
			projectId: 'p',
			projectSecret: 's3cret',
			controlPlaneUrl: 'https://spectrum.photon.codes',
			sharedAddress: 'imessage.spectrum.photon.codes:443',
			dedicatedAddressPattern: '{instanceId}.imsg.photon.codes:443',
		});
	});

	test('rebuilds a certificate whose line breaks were folded', async () => {
		const pem = (await makeCertificates()).caPem.replace(/\r/g, '').trim();
		for (const ca of [pem, pem.replace(/\n/g, '\\n'), pem.replace(/\n/g, ' ')]) {
			expect(toCloudConnection({ ...fields, caCertificate: ca }).ca).toBe(pem);
			expect(toSelfHostedConnection({ address: 'localhost:1', apiKey: 'k', caCertificate: ca }).ca).toBe(pem);
		}
	});

	test.each(['AA==', '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----'])(
		'refuses %j as a certificate of either kind of credential',
		(caCertificate) => {
			for (const run of [
				() => toCloudConnection({ ...fields, caCertificate }),
				() => toSelfHostedConnection({ address: 'localhost:1', apiKey: 'k', caCertificate }),
			]) {
				expect(refusal(run)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('"CA Certificate"') });
			}
			// Without TLS nobody sees the field.
			expect(toSelfHostedConnection({ address: 'localhost:1', apiKey: 'k', tls: false, caCertificate }).ca).toBeUndefined();
		},
	);

	test('connects by HTTP where that is chosen, to one base URL', () => {
		const chosen = { ...fields, connection: 'http', httpAddress: ' Middleware.example.com:8443/ ' };
		expect(toCloudConnection(chosen)).toMatchObject({ http: 'https://middleware.example.com:8443' });
		for (const connection of ['grpc', '', undefined]) expect(toCloudConnection({ ...chosen, connection }).http).toBeUndefined();
	});

	test.each([
		[{ connection: 'websocket' }, 'Connection'],
		[{ connection: 'http' }, 'Middleware Address'],
		[{ connection: 'http', httpAddress: 'http://middleware.example.com' }, 'Middleware Address'],
		[{ connection: 'http', httpAddress: 'https://u:s3cret@middleware.example.com' }, 'Middleware Address'],
		[{ projectId: ' ' }, 'Project ID'],
		[{ projectSecret: '' }, 'Project Secret'],
		[{ controlPlaneUrl: 'http://spectrum.example.com' }, 'Control Plane URL'],
		[{ sharedAddress: 'https://imessage.example.com' }, 'Shared Plan Address'],
		[{ dedicatedAddressPattern: 'imessage.example.com:443' }, 'Dedicated Line Address Pattern'],
		[{ caCertificate: 'AA==' }, 'CA Certificate'],
	])('refuses %j and names the field', (change, field) => {
		const error = refusal(() => toCloudConnection({ ...fields, ...change }));
		expect(error.kind).toBe('invalid');
		expect(error.message).toContain(field);
		expect(JSON.stringify([error.message, error.advice])).not.toContain('s3cret');
	});
});

describe('toSelfHostedConnection', () => {
	const fields = { address: 'imessage.example.com:443', apiKey: 'k' };

	test('is encrypted unless the user says otherwise', () => {
		expect(toSelfHostedConnection(fields)).toEqual({
			kind: 'selfHosted',
			tls: true,
			lines: [{ address: 'imessage.example.com:443', token: 'k', phone: 'shared' }],
		});
		expect(toSelfHostedConnection({ ...fields, tls: false }).tls).toBe(false);
	});

	test('further lines come behind the first', () => {
		const lines = { line: [{ address: 'b.example.com:443', token: 't', phone: '+1 555 000 0002' }] };
		expect(toSelfHostedConnection({ ...fields, phone: '+15550000001', lines }).lines).toEqual([
			{ address: 'imessage.example.com:443', token: 'k', phone: '+15550000001' },
			{ address: 'b.example.com:443', token: 't', phone: '+15550000002' },
		]);
	});

	describe('by HTTP', () => {
		const byHttp = { ...fields, connection: 'http' };

		test('an address is a host, with a port or without, or a URL', () => {
			for (const address of ['imessage.example.com', 'imessage.example.com:443', 'https://imessage.example.com/']) {
				expect(toSelfHostedConnection({ ...byHttp, address })).toEqual({
					kind: 'selfHosted',
					protocol: 'http',
					tls: true,
					lines: [{ address: 'https://imessage.example.com', token: 'k', phone: 'shared' }],
				});
			}
		});

		test('each line has its own instance', () => {
			const line = { address: 'b.example.com', token: 't', phone: '+15550000002' };
			const data = { ...byHttp, phone: '+15550000001', instanceId: ' one ' };
			expect(toSelfHostedConnection({ ...data, lines: { line: [{ ...line, instanceId: 'two' }] } }).lines).toEqual([
				{ address: 'https://imessage.example.com', instanceId: 'one', token: 'k', phone: '+15550000001' },
				{ ...line, address: 'https://b.example.com', instanceId: 'two' },
			]);
			expect(toSelfHostedConnection({ ...data, lines: { line: [line] } }).lines[1]).not.toHaveProperty('instanceId');
			// Without HTTP nobody sees the field.
			expect(toSelfHostedConnection({ ...data, connection: 'grpc' }).lines[0]).not.toHaveProperty('instanceId');
		});

		test('the switch decides about encryption, and a URL has to agree with it', () => {
			expect(toSelfHostedConnection({ ...byHttp, tls: false }).lines[0]?.address).toBe('http://imessage.example.com:443');
			const advice = (address: string, tls: boolean) => refusal(() => toSelfHostedConnection({ ...byHttp, address, tls }));
			expect(advice('http://localhost', true)).toMatchObject({
				kind: 'invalid',
				message: 'The credential\'s field "Server Address" is an http:// URL, but "Encrypted Connection (TLS)" is on',
				advice: expect.stringContaining('https://imessage.example.com'),
			});
			expect(advice('https://localhost', false).message).toMatch(/https:\/\/ URL, but "Encrypted Connection \(TLS\)" is off/);
		});

		test.each([
			[{ address: '' }, /"Server Address" is empty/],
			[{ address: 'two words' }, /"Server Address" is neither host:port nor a URL/],
			[{ instanceId: 'a/b' }, /"Instance ID" has characters other than/],
			[{ instanceId: 'a'.repeat(201) }, /"Instance ID" is longer than 200/],
			[
				{ phone: '+15550000001', lines: { line: [{ address: 'b', token: 't', phone: '+15550000002', instanceId: '?' }] } },
				/line 1, Instance ID" has/,
			],
		])('refuses %.60j and names the field', (change, message) => {
			expect(refusal(() => toSelfHostedConnection({ ...byHttp, ...change })).message).toMatch(message);
		});

		test('a URL without HTTP is refused with the choice that takes it', () => {
			const error = refusal(() => toSelfHostedConnection({ ...fields, address: 'https://imessage.example.com' }));
			expect(error.advice).toContain('choose HTTP in "Connection"');
		});
	});

	test.each([
		[{ address: 'https://imessage.example.com' }, /"Server Address" is a URL/],
		[{ apiKey: '' }, /"API Key" is empty/],
		[{ phone: '12345' }, /"Phone" is a short code/],
		[{ lines: { line: [{ address: '', token: 't' }] } }, /line 1, Address" is empty/],
		[{ lines: { line: [{ address: 'b.example.com:443', token: 't', phone: '+15550000002' }] } }, /"Phone" is empty on one of several/],
		[
			{ phone: '+15550000002', lines: { line: [{ address: 'b.example.com:443', token: 't', phone: '+15550000002' }] } },
			/"Phone" is \+15550000002 on several lines/,
		],
	])('refuses %j and names the field', (change, message) => {
		expect(refusal(() => toSelfHostedConnection({ ...fields, ...change })).message).toMatch(message);
	});
});
