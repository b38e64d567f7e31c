import { acceptedSecrets, type KeptWebhook } from '../../../nodes/shared/webhook/keptWebhook';
import { checkWebhook, createWebhook, removeWebhook, type Registration } from '../../../nodes/shared/webhook/registration';
import { FakeClock } from '../../support/fakeClock';
import { FakeRegistry } from './fakeRegistry';

const url = 'https://n8n.example.test/webhook/1/imessage';
const owner = 'this n8n';
const elsewhere = 'https://original.example.test/webhook/1/imessage';

let clock: FakeClock;
let registry: FakeRegistry;

beforeEach(() => {
	clock = new FakeClock();
	registry = new FakeRegistry();
});

afterEach(() => expect(clock.pending).toBe(0));

function registration(more: Partial<Registration> = {}): Registration {
	return { registry, clock, url, owner, purpose: 'production', hasSecretByHand: false, ...more };
}

const create = async (kept?: KeptWebhook, more?: Partial<Registration>) => (await createWebhook(kept, registration(more))).kept;

describe('stored data of another installation', () => {
	/** What a copy of the workflow brings along, with the webhook that the original still uses. */
	async function copied(more: Partial<Registration> = {}): Promise<KeptWebhook> {
		return await create(undefined, { url: elsewhere, owner: 'the original', ...more });
	}

	test('creating leaves its webhook, registers one of our own, and trusts none of its secrets', async () => {
		const theirs = await copied();
		const outcome = await createWebhook(theirs, registration());
		expect(outcome).toEqual({
			kept: { state: 'own', webhookId: 'hook-2', secret: 'secret-2', url, owner, since: theirs.since + 1 },
			othersOwn: theirs,
		});
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-1', 'hook-2']);
	});

	test('creating says nothing of a webhook that is gone', async () => {
		const theirs = await copied();
		registry.hooks.length = 0;
		expect(await createWebhook(theirs, registration())).toEqual({ kept: expect.objectContaining({ webhookId: 'hook-2' }) });
	});

	test.each([elsewhere, url])('removing leaves its webhook at %s', async (at) => {
		const theirs = await copied({ url: at });
		expect(await removeWebhook(theirs, registration())).toEqual({ verdict: 'othersOwn', kept: theirs });
		expect(registry.hooks).toHaveLength(1);
	});

	test('at our very address it is used, for its secret is known', async () => {
		const theirs = await copied({ url });
		expect(await checkWebhook(theirs, registration())).toBe('present');
		expect(await create(theirs)).toBe(theirs);
	});

	test('without a note of the installation the address decides', async () => {
		const { owner: _here, ...here } = await create();
		const { owner: _there, ...there } = await copied();
		expect(await removeWebhook(there as KeptWebhook, registration())).toMatchObject({ verdict: 'othersOwn' });
		expect(await removeWebhook(here as KeptWebhook, registration())).toMatchObject({ verdict: 'removed' });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});
});

describe("somebody else's webhook at our very address, while we hold the id of one that is gone", () => {
	let ours: KeptWebhook;

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
		const kept = await create(ours, { hasSecretByHand: true });
		expect(kept).toMatchObject({ state: 'byHand', webhookId: 'hook-2' });
		expect(acceptedSecrets(kept, clock.now())).toEqual(['secret-1']);
	});
});

test('a webhook of a former address of this installation is removed', async () => {
	const former = await create(undefined, { url: elsewhere });
	expect(await removeWebhook(former, registration())).toMatchObject({ verdict: 'removed' });
	expect(registry.hooks).toEqual([]);
});
