import { createTokenSource } from '../../../../nodes/shared/spectrum/auth/createTokenSource';
import { CloudTokenSource } from '../../../../nodes/shared/spectrum/auth/CloudTokenSource';
import { StaticTokenSource } from '../../../../nodes/shared/spectrum/auth/StaticTokenSource';
import type { SelfHostedLine } from '../../../../nodes/shared/spectrum/model/connection';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { FakeClock } from '../../../support/fakeClock';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';
import { cloud } from './support';

const first: SelfHostedLine = { address: 'a.example.test:443', token: 'key-a', phone: '+15550000001' };
const second: SelfHostedLine = { address: 'b.example.test:443', token: 'key-b', phone: '+15550000002' };

function source(...lines: SelfHostedLine[]): StaticTokenSource {
	return new StaticTokenSource({ kind: 'selfHosted', tls: true, lines });
}

it('has the lines of the credential, called by their addresses', async () => {
	expect(await source(first, second).inventory()).toEqual({
		plan: 'selfHosted',
		lines: [
			{ id: first.address, ...first },
			{ id: second.address, ...second },
		],
	});
});

it('tells lines at one address apart, and leaves the first its name', async () => {
	const { lines } = await source(first, { ...second, address: first.address }, { ...first, token: 'key-c' }).inventory();
	expect(lines[0]?.id).toBe(first.address);
	expect(new Set(lines.map(({ id }) => id)).size).toBe(3);
	expect(lines.map(({ token }) => token)).toEqual(['key-a', 'key-b', 'key-c']);
});

describe('over HTTP', () => {
	const overHttp = async (...lines: SelfHostedLine[]) =>
		(await new StaticTokenSource({ kind: 'selfHosted', protocol: 'http', tls: true, lines }).inventory()).lines;

	it('a line keeps the name that it has over gRPC', async () => {
		const ids = (lines: ReadonlyArray<{ id: string }>) => lines.map(({ id }) => id);
		expect(
			ids(await overHttp({ ...first, address: 'https://a.example.test' }, { ...second, address: 'https://b.example.test:8443' })),
		).toEqual(['a.example.test:443', 'b.example.test:8443']);
		expect(ids(await overHttp({ ...first, address: 'http://a.example.test' }))).toEqual(['a.example.test:80']);
	});

	it('instances at one address are told apart by their IDs, whatever their order', async () => {
		const at = (line: SelfHostedLine, instanceId: string) => ({ ...line, address: 'https://a.example.test', instanceId });
		const lines = await overHttp(at(first, 'one'), at(second, 'two'));
		expect(lines).toEqual([
			{ ...at(first, 'one'), id: 'a.example.test:443/one' },
			{ ...at(second, 'two'), id: 'a.example.test:443/two' },
		]);
		expect((await overHttp(at(second, 'two')))[0]?.id).toBe(lines[1]?.id);
	});
});

it('cannot renew a key, says so, and keeps what the server said', async () => {
	const refusal = new SpectrumError({
		kind: 'authentication',
		message: 'm',
		advice: 'a',
		code: 'tokenBlocked',
		status: 'UNAUTHENTICATED',
		context: { key: '1' },
	});
	const error = await failureOf(source(first).refused(first.token, refusal));
	expect(error).toMatchObject({
		kind: 'authentication',
		code: 'tokenBlocked',
		status: 'UNAUTHENTICATED',
		context: { key: '1' },
		cause: refusal,
		retryable: false,
	});
	expect((error as SpectrumError).advice).toContain('API key');
	expect(everythingIn(error)).not.toContain(first.token);
});

it('is made for a self-hosted credential, as the other is for the cloud', () => {
	const clock = new FakeClock();
	expect(createTokenSource({ kind: 'selfHosted', tls: true, lines: [first] }, clock)).toBeInstanceOf(StaticTokenSource);
	expect(createTokenSource(cloud, clock)).toBeInstanceOf(CloudTokenSource);
});
