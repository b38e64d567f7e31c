import { checkWebhook, createWebhook, removeWebhook, type Registration } from '../../../../nodes/shared/spectrum/webhook/registration';
import type { OwnWebhook } from '../../../../nodes/shared/spectrum/webhook/storedWebhook';
import { FakeClock } from '../../../support/fakeClock';
import { inTime as inTimeOf } from '../../../support/triggerHost';
import { failure, FakeRegistry } from './fakeRegistry';

const url = 'https://n8n.example.test/webhook/1/imessage';

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

const inTime = async <T>(task: Promise<T>): Promise<T> => await inTimeOf(clock, task);

async function own(): Promise<OwnWebhook> {
	const { stored } = await inTime(createWebhook(undefined, registration()));
	if (stored.state !== 'own') throw new Error(`It is ${stored.state}`);
	return stored;
}

describe('a webhook that Spectrum has disabled', () => {
	const failures = { reason: 'delivery_failures', at: '2026-11-20T00:00:00.000Z' };

	test('counts as missing, so that it is seen to', async () => {
		const stored = await own();
		expect(await inTime(checkWebhook(stored, registration()))).toBe('present');
		registry.disable(stored.webhookId, failures);
		expect(await inTime(checkWebhook(stored, registration()))).toBe('missing');
	});

	test.each(['production', 'test'] as const)('is enabled again, whatever the reason, and keeps its secret (%s)', async (purpose) => {
		const stored = await own();
		for (const disabled of [failures, { reason: 'manual' }, {}]) {
			registry.disable(stored.webhookId, disabled);
			expect(await inTime(createWebhook(stored, registration({ purpose })))).toEqual({ stored, reactivated: { disabled, by: 'enabling' } });
			expect(registry.hooks[0]).toMatchObject({ id: stored.webhookId, disabled: undefined });
		}
	});

	test.each([404, 405])('is replaced where the control plane cannot enable one (%i)', async (status) => {
		const stored = await own();
		registry.disable(stored.webhookId, failures);
		registry.fail('enable', failure(status === 404 ? 'notFound' : 'invalid', status));
		const { stored: now, reactivated } = await inTime(createWebhook(stored, registration()));
		expect(reactivated).toEqual({ disabled: failures, by: 'registering' });
		expect(now).toMatchObject({ state: 'own', webhookId: 'hook-2', secret: 'secret-2', former: { secret: 'secret-1' } });
		expect(registry.hooks.map(({ id }) => id)).toEqual(['hook-2']);
	});

	test('is enabled as soon as a passing failure is over, and stays where it is after a lasting one', async () => {
		const stored = await own();
		registry.disable(stored.webhookId, failures);
		registry.fail('enable', failure('unavailable', 503), { times: 2 });
		expect(await inTime(createWebhook(stored, registration()))).toMatchObject({ reactivated: { by: 'enabling' } });
		registry.disable(stored.webhookId, failures);
		registry.fail('enable', failure('authentication', 401));
		await expect(inTime(createWebhook(stored, registration()))).rejects.toMatchObject({ kind: 'authentication' });
		expect(registry.hooks.map(({ id }) => id)).toEqual([stored.webhookId]);
	});

	test('and registered by hand is enabled too, and never replaced: its secret is in the credential', async () => {
		const id = registry.add(url);
		registry.disable(id, failures);
		expect(await inTime(createWebhook(undefined, registration({ hasSecretByHand: true })))).toMatchObject({
			stored: { state: 'byHand', webhookId: id },
			reactivated: { disabled: failures, by: 'enabling' },
		});
		registry.disable(id, failures);
		registry.fail('enable', failure('notFound', 404));
		await expect(inTime(createWebhook(undefined, registration({ hasSecretByHand: true })))).rejects.toMatchObject({
			message: expect.stringMatching(/hook-1.*delivery_failures: too many deliveries.*could not be enabled/),
			advice: expect.stringContaining('dashboard'),
		});
		expect(registry.hooks.map((hook) => hook.id)).toEqual([id]);
	});
});

test('the secret of Standard Webhooks is kept where there is one, and becomes a former one with the other', async () => {
	registry.isNewer = true;
	const stored = await own();
	expect(stored).toMatchObject({ secret: 'secret-1', standardSecret: 'whsec_1' });
	registry.hooks.length = 0;
	const { stored: next } = await inTime(createWebhook(stored, registration()));
	expect(next).toMatchObject({ standardSecret: 'whsec_2', former: { secret: 'secret-1', standardSecret: 'whsec_1' } });
	const removal = await inTime(removeWebhook(stored, registration()));
	expect(removal.stored).toMatchObject({ state: 'removed', former: { standardSecret: 'whsec_1' } });
});
