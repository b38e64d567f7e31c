import { acceptedSecrets, type StoredWebhook } from '../../../../nodes/shared/spectrum/webhook/storedWebhook';
import { checkWebhook, createWebhook, removeWebhook, type Registration } from '../../../../nodes/shared/spectrum/webhook/registration';
import { FakeClock } from '../../../support/fakeClock';
import { failure, FakeRegistry } from './fakeRegistry';

const url = 'https://n8n.example.test/webhook/1/imessage';
const elsewhere = 'https://original.example.test/webhook/1/imessage';

let clock: FakeClock;
let registry: FakeRegistry;

beforeEach(() => {
	clock = new FakeClock();
	registry = new FakeRegistry();
});

afterEach(() => expect(clock.pending).toBe(0));

function registration(more: Partial<Registration> = {}): Registration {
	return { registry, clock, url, purpose: 'production', hasSecretByHand: false, ...more };
}

const create = async (stored?: StoredWebhook, more?: Partial<Registration>) => (await createWebhook(stored, registration(more))).stored;

describe('a kept webhook of another address, of a copy or of before', () => {
	const former = async () => await create(undefined, { url: elsewhere });

	test('creating leaves it, registers one of our own, and trusts none of its secrets', async () => {
		const theirs = await former();
		const outcome = await createWebhook(theirs, registration());
		expect(outcome).toEqual({
			stored: { state: 'own', webhookId: 'hook-2', secret: 'secret-2', url, since: theirs.since + 1 },
			left: { id: 'hook-1', webhookUrl: elsewhere },
		});
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-1', 'hook-2']);
	});

	test('creating says nothing of one that is gone', async () => {
		const theirs = await former();
		registry.hooks.length = 0;
		expect(await createWebhook(theirs, registration())).toEqual({ stored: expect.objectContaining({ webhookId: 'hook-2' }) });
	});

	test('creating names it, too, when one registered by hand is used here', async () => {
		const theirs = await former();
		registry.add(url);
		expect(await createWebhook(theirs, registration({ hasSecretByHand: true }))).toMatchObject({
			stored: { state: 'byHand', webhookId: 'hook-2' },
			left: { id: 'hook-1' },
		});
	});

	test('listening in the editor leaves it, too', async () => {
		const theirs = await former();
		expect(await createWebhook(theirs, registration({ purpose: 'test' }))).toMatchObject({ left: { id: 'hook-1' } });
		expect(registry.hooks).toHaveLength(2);
	});

	test('the address that Spectrum lists counts: ours that was given another one is left', async () => {
		const ours = await create();
		registry.hooks[0] = { id: 'hook-1', webhookUrl: elsewhere, signingSecret: 'secret-1' };
		expect(await createWebhook(ours, registration())).toMatchObject({
			stored: { webhookId: 'hook-2' },
			left: { id: 'hook-1', webhookUrl: elsewhere },
		});
		expect(registry.hooks).toHaveLength(2);
	});

	test('removing leaves it, keeps it, and asks nothing', async () => {
		const theirs = await former();
		registry.calls.length = 0;
		expect(await removeWebhook(theirs, registration())).toEqual({ verdict: 'left', stored: theirs });
		expect(registry.calls).toEqual([]);
	});

	test('back at its address it is used and removed again', async () => {
		const ours = await former();
		const { stored } = await removeWebhook(ours, registration());
		expect(await create(stored, { url: elsewhere })).toBe(ours);
		expect(await removeWebhook(stored, registration({ url: elsewhere }))).toMatchObject({ verdict: 'removed' });
		expect(registry.hooks).toEqual([]);
	});
});

test('an address in another form is the same', async () => {
	const ours = await create(undefined, { url: 'https://N8N.example.test:443/webhook/1/imessage' });
	expect(await removeWebhook(ours, registration())).toMatchObject({ verdict: 'removed' });
});

describe("somebody else's webhook at our very address, while we hold the id of one that is gone", () => {
	let ours: StoredWebhook;

	beforeEach(async () => {
		ours = await create();
		registry.hooks.length = 0;
		registry.add(url);
	});

	test('is neither taken over nor removed', async () => {
		expect(await checkWebhook(ours, registration())).toBe('missing');
		await expect(create(ours)).rejects.toMatchObject({ kind: 'duplicate', message: expect.stringContaining('hook-2') });
		expect(await removeWebhook(ours, registration())).toMatchObject({ verdict: 'removed' });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});

	test('is used with its secret in the credential, and ours still counts for 15 minutes', async () => {
		const stored = await create(ours, { hasSecretByHand: true });
		expect(stored).toMatchObject({ state: 'byHand', webhookId: 'hook-2' });
		expect(acceptedSecrets(stored, clock.now())).toEqual(['secret-1']);
	});
});

describe('a kept webhook of another account', () => {
	const ofOther = async (): Promise<StoredWebhook> => ({ ...(await create()), account: 'other' });
	const ours = { account: 'ours' };

	test('is not ours, even while Spectrum does not answer', async () => {
		const stored = await ofOther();
		expect(await checkWebhook(stored, registration(ours))).toBe('missing');
		registry.fail('list', failure('authentication', 401));
		expect(await checkWebhook(stored, registration(ours))).toBe('missing');
	});

	test('is not removed: our account would say that it is gone', async () => {
		const stored = await ofOther();
		registry.calls.length = 0;
		expect(await removeWebhook(stored, registration(ours))).toEqual({ verdict: 'foreign', stored });
		expect(registry.calls).toEqual([]);
	});

	test('passes no secret on, neither at once nor after its removal', async () => {
		const stored = await ofOther();
		const { stored: removed } = await removeWebhook(stored, registration({ account: 'other' }));
		expect(acceptedSecrets(removed, clock.now())).toEqual(['secret-1']);
		for (const before of [stored, removed]) {
			registry.hooks.length = 0;
			const next = await create(before, ours);
			expect(acceptedSecrets(next, clock.now())).toHaveLength(1);
		}
		registry.hooks.length = 0;
		expect(acceptedSecrets(await create(removed, { account: 'other' }), clock.now())).toContain('secret-1');
	});

	test('whose account was not stored counts as ours', async () => {
		expect(await checkWebhook(await create(), registration(ours))).toBe('present');
	});
});
