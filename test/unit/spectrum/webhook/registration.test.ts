import type { StoredWebhook } from '../../../../nodes/shared/spectrum/webhook/storedWebhook';
import { acceptedSecrets } from '../../../../nodes/shared/spectrum/webhook/storedWebhook';
import { checkWebhook, createWebhook, removeWebhook, type Registration } from '../../../../nodes/shared/spectrum/webhook/registration';
import { FakeClock } from '../../../support/fakeClock';
import { dropped, failure, FakeRegistry } from './fakeRegistry';

const url = 'https://n8n.example.test/webhook/1/imessage';
const minute = 60_000;

let clock: FakeClock;
let registry: FakeRegistry;

beforeEach(() => {
	clock = new FakeClock();
	registry = new FakeRegistry();
});

afterEach(() => expect(clock.pending).toBe(0));

function registration(more: Partial<Registration> = {}): Registration {
	return { registry, clock, url, purpose: 'production', hasSecretByHand: false, random: () => 1, ...more };
}

/** Runs a task while time passes, second by second, until it is done. */
async function inTime<T>(task: Promise<T>): Promise<T> {
	let isDone = false;
	const end = () => {
		isDone = true;
	};
	task.then(end, end);
	for (let second = 0; second < 120 && !isDone; second++) {
		await clock.settle();
		if (!isDone && clock.pending > 0) await clock.advance(1_000);
	}
	expect(isDone).toBe(true);
	return await task;
}

const create = async (stored?: StoredWebhook, more?: Partial<Registration>) =>
	(await inTime(createWebhook(stored, registration(more)))).stored;

async function own(): Promise<Extract<StoredWebhook, { state: 'own' }>> {
	const stored = await create();
	if (stored.state !== 'own') throw new Error(`It is ${stored.state}`);
	return stored;
}

describe('creating', () => {
	test('an address that is free is registered, and the secret kept', async () => {
		registry.add('https://elsewhere.example.test/');
		expect(await create()).toEqual({ state: 'own', webhookId: 'hook-2', secret: 'secret-2', url, since: clock.now() });
		expect(registry.calls).toEqual(['list', `register ${url}`]);
	});

	test('what the node holds is not registered again', async () => {
		const stored = await own();
		registry.calls.length = 0;
		expect(await create(stored)).toBe(stored);
		expect(registry.calls).toEqual(['list']);
	});

	test('a webhook registered by hand is used with the secret of the credential, and left alone without', async () => {
		registry.add(url);
		await expect(create()).rejects.toMatchObject({
			kind: 'duplicate',
			message: expect.stringContaining('hook-1'),
			advice: expect.stringMatching(/Remove that webhook.*Webhook Signing Secret/s),
		});
		expect(await create(undefined, { hasSecretByHand: true })).toEqual({ state: 'byHand', webhookId: 'hook-1', url, since: clock.now() });
		expect(registry.calls.every((call) => call === 'list')).toBe(true);
		expect(registry.hooks).toHaveLength(1);
	});

	test('the server may write the address in another form', async () => {
		registry.add('https://N8N.example.test:443/webhook/1/imessage');
		expect(await create(undefined, { hasSecretByHand: true })).toMatchObject({ state: 'byHand' });
	});

	test('a lost webhook is registered anew, and its secret kept for 15 minutes', async () => {
		const lost = await own();
		registry.hooks.length = 0;
		await clock.advance(minute);
		const stored = await create(lost);
		expect(stored).toMatchObject({ state: 'own', webhookId: 'hook-2', former: { webhookId: 'hook-1', secret: 'secret-1' } });
		expect(stored.since).toBeGreaterThan(lost.since);
		expect(acceptedSecrets(stored, clock.now() + 15 * minute - 1)).toEqual(['secret-2', 'secret-1']);
		expect(acceptedSecrets(stored, clock.now() + 15 * minute)).toEqual(['secret-2']);
	});

	test('the address of a listening editor is freed of what an earlier listening left', async () => {
		registry.add(url);
		expect(await create(undefined, { purpose: 'test', hasSecretByHand: true })).toMatchObject({ state: 'own', webhookId: 'hook-2' });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});
});

describe('creating while Spectrum fails', () => {
	test.each([
		['429, waiting as long as it says', failure('quota', 429, 7_000), 7_000],
		['429 without a time', failure('quota', 429), 1_000],
	])('%s', async (_name, error, waited) => {
		registry.fail('register', error);
		const task = createWebhook(undefined, registration());
		await clock.whenWaiting();
		expect(clock.waits).toEqual([waited]);
		expect((await inTime(task)).stored).toMatchObject({ state: 'own' });
		// It says that nothing was done, so nothing is looked for.
		expect(registry.calls).toEqual(['list', `register ${url}`, `register ${url}`]);
	});

	test('a list that fails for a while is asked again', async () => {
		registry.fail('list', failure('unavailable', 503), { times: 3 });
		expect(await create()).toMatchObject({ state: 'own' });
	});

	test.each([
		['5xx', () => failure('internal', 500)],
		['no answer in time', () => failure('timeout')],
		['a dropped connection', dropped],
		['a success that cannot be read', () => failure('protocol', 201)],
	])('%s after the registration: the webhook whose secret is lost is removed', async (_name, error) => {
		registry.fail('register', error(), { when: 'after' });
		const stored = await create();
		expect(stored).toMatchObject({ state: 'own', webhookId: 'hook-2', secret: 'secret-2' });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});

	test('5xx before the registration: nothing is removed', async () => {
		registry.add('https://elsewhere.example.test/');
		registry.fail('register', failure('unavailable', 502));
		expect(await create()).toMatchObject({ state: 'own' });
		expect(registry.calls).toEqual(['list', `register ${url}`, 'list', `register ${url}`]);
	});

	test('a lost answer that shows up late is recognised by the 409 of the next attempt', async () => {
		registry.fail('register', dropped(), { when: 'after' });
		registry.listLag = 1;
		expect(await create()).toMatchObject({ state: 'own', webhookId: 'hook-2' });
		expect(registry.calls).toEqual([
			'list',
			`register ${url}`,
			'list',
			`register ${url}`,
			'list',
			'list',
			'remove hook-1',
			`register ${url}`,
		]);
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});

	test('409 without a lost answer: somebody was faster, and keeps the webhook', async () => {
		let raced = false;
		registry.meanwhile = (call) => {
			if (call === 'list' && !raced) registry.add(url);
			raced = true;
		};
		await expect(create()).rejects.toMatchObject({ kind: 'duplicate', message: expect.stringContaining('hook-1') });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-1']);
	});

	test('409 of somebody with the secret in the credential: it is used', async () => {
		let raced = false;
		registry.meanwhile = (call) => {
			if (call === 'list' && !raced) registry.add(url);
			raced = true;
		};
		expect(await create(undefined, { hasSecretByHand: true })).toMatchObject({ state: 'byHand', webhookId: 'hook-1' });
	});

	test('409 of a webhook that is not listed is passed on', async () => {
		registry.fail('register', failure('duplicate', 409));
		await expect(create()).rejects.toMatchObject({ kind: 'duplicate', status: 'HTTP 409' });
	});

	test.each([
		['422', failure('invalid', 422)],
		['401', failure('authentication', 401)],
		['404', failure('notFound', 404)],
	])('%s is final', async (_name, error) => {
		registry.fail('register', error);
		await expect(create()).rejects.toBe(error);
		expect(registry.calls).toEqual(['list', `register ${url}`]);
	});

	test('it gives up after half a minute, and leaves nothing behind', async () => {
		registry.fail('register', dropped(), { when: 'after', times: 99 });
		const start = clock.now();
		await expect(create()).rejects.toMatchObject({ message: 'dropped' });
		expect(clock.now() - start).toBeLessThanOrEqual(31_000);
		expect(registry.hooks).toEqual([]);
	});

	test('a wait longer than half a minute is not begun', async () => {
		const error = failure('quota', 429, 60_000);
		registry.fail('register', error);
		await expect(createWebhook(undefined, registration())).rejects.toBe(error);
	});
});

describe('checking', () => {
	test('nothing kept is missing, without a question', async () => {
		expect(await checkWebhook(undefined, registration())).toBe('missing');
		expect(registry.calls).toEqual([]);
	});

	test('what is listed under its id and address is present', async () => {
		const stored = await own();
		expect(await checkWebhook(stored, registration())).toBe('present');
		expect(await checkWebhook(stored, registration({ url: 'https://moved.example.test/' }))).toBe('missing');
		registry.hooks.length = 0;
		expect(await checkWebhook(stored, registration())).toBe('missing');
		registry.add(url);
		expect(await checkWebhook(stored, registration())).toBe('missing');
	});

	test('one registered by hand counts as long as its secret is there', async () => {
		registry.add(url);
		const stored = await create(undefined, { hasSecretByHand: true });
		expect(await checkWebhook(stored, registration({ hasSecretByHand: true }))).toBe('present');
		expect(await checkWebhook(stored, registration())).toBe('missing');
	});

	test('while Spectrum cannot be asked, what is held is kept', async () => {
		const stored = await own();
		registry.fail('list', dropped(), { times: 99 });
		expect(await inTime(checkWebhook(stored, registration()))).toBe('unverified');
		expect(clock.now() - stored.since).toBeLessThan(10_000);
	});

	test('a wrong credential is said aloud', async () => {
		const stored = await own();
		registry.fail('list', failure('authentication', 401));
		await expect(checkWebhook(stored, registration())).rejects.toMatchObject({ kind: 'authentication' });
	});
});

describe('removing', () => {
	const remove = async (stored: StoredWebhook | undefined) => await inTime(removeWebhook(stored, registration()));

	test('takes the own webhook and no other', async () => {
		const foreign = registry.add('https://elsewhere.example.test/');
		const stored = await own();
		registry.calls.length = 0;
		const removal = await remove(stored);
		expect(registry.calls).toEqual([`remove ${stored.webhookId}`]);
		expect(registry.hooks.map(({ id }) => id)).toEqual([foreign]);
		expect(removal).toMatchObject({ verdict: 'removed', stored: { state: 'removed', former: { secret: stored.secret } } });
	});

	test('the removed secret is accepted for 15 minutes, also after a new registration', async () => {
		const { stored } = await remove(await own());
		await clock.advance(10 * minute);
		const again = await create(stored);
		expect(acceptedSecrets(again, clock.now())).toEqual(['secret-2', 'secret-1']);
		expect(acceptedSecrets(again, clock.now() + 5 * minute)).toEqual(['secret-2']);
	});

	test('a second removal forgets nothing before its time', async () => {
		const { stored } = await remove(await own());
		expect((await remove(stored)).stored).toBe(stored);
		await clock.advance(15 * minute);
		expect((await remove(stored)).stored).toBeUndefined();
	});

	test('one registered by hand stays', async () => {
		registry.add(url);
		const stored = await create(undefined, { hasSecretByHand: true });
		registry.calls.length = 0;
		expect(await remove(stored)).toEqual({ verdict: 'notOurs', stored: undefined });
		expect(await remove(undefined)).toEqual({ verdict: 'notOurs', stored: undefined });
		expect(registry.calls).toEqual([]);
	});

	test('one that is gone already counts as removed', async () => {
		const stored = await own();
		registry.hooks.length = 0;
		expect(await remove(stored)).toMatchObject({ verdict: 'removed' });
	});

	test('one whose removal fails is kept for the next activation', async () => {
		const stored = await own();
		registry.fail('remove', failure('unavailable', 503), { times: 99 });
		expect(await remove(stored)).toEqual({ verdict: 'failed', stored, error: expect.objectContaining({ status: 'HTTP 503' }) });
		expect(await checkWebhook(stored, registration())).toBe('present');
	});
});

test.each(['http://n8n.example.test/webhook/1/imessage', 'https://localhost:5678/webhook/1/imessage', 'https://192.168.1.5/x'])(
	'%s is refused before anything is asked, with the way out',
	async (local) => {
		const refusal = {
			kind: 'invalid',
			message: expect.stringContaining(local),
			advice: expect.stringMatching(/WEBHOOK_URL.*tunnel/s),
		};
		await expect(checkWebhook(undefined, registration({ url: local }))).rejects.toMatchObject(refusal);
		await expect(createWebhook(undefined, registration({ url: local, hasSecretByHand: true }))).rejects.toMatchObject(refusal);
		expect(registry.calls).toEqual([]);
	},
);

test('waits grow and are jittered', async () => {
	registry.fail('list', dropped(), { times: 3 });
	const draws = [0, 0.5, 1];
	const task = createWebhook(undefined, registration({ random: () => draws.shift() ?? 0 }));
	const waits: number[] = [];
	for (let attempt = 0; attempt < 3; attempt++) {
		await clock.whenWaiting();
		waits.push(...clock.waits);
		await clock.advance(clock.waits[0] ?? 0);
	}
	await task;
	expect(waits).toEqual([500, 1_500, 4_000]);
});
