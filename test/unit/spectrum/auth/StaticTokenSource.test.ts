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
