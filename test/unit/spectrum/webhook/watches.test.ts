import {
	betweenCalls,
	betweenChecks,
	WebhookWatches,
	type WebhookProblem,
	type WatchedNode,
} from '../../../../nodes/shared/spectrum/webhook/watches';
import { FakeClock } from '../../../support/fakeClock';
import { failure, FakeRegistry } from './fakeRegistry';

const failures = { reason: 'delivery_failures', at: '2026-11-20T00:00:00.000Z' };

let clock: FakeClock;
let registry: FakeRegistry;
let watches: WebhookWatches;

beforeEach(() => {
	clock = new FakeClock();
	registry = new FakeRegistry();
	watches = new WebhookWatches(clock, () => 0);
});

interface Watched {
	readonly problems: WebhookProblem[];
	readonly id: string;
	readonly end: () => void;
}

function watch(node = 'node', credential = 'credential', more: Partial<WatchedNode> = {}): Watched {
	const id = registry.add(`https://n8n.example.test/${node}`);
	const problems: WebhookProblem[] = [];
	const end = watches.watch(credential, node, { registry, webhookId: () => id, report: (problem) => problems.push(problem), ...more });
	return { problems, id, end };
}

/** The next look, with the calls that follow it. */
async function look(): Promise<void> {
	await clock.advance(betweenChecks);
	await clock.settle();
	await clock.advance(10_000);
	await clock.settle();
}

const lists = (): number => registry.calls.filter((call) => call === 'list').length;

test('a webhook that is well is nothing to speak of', async () => {
	const { problems, end } = watch();
	await look();
	await look();
	expect(problems).toEqual([]);
	expect(lists()).toBeGreaterThanOrEqual(2);
	end();
	expect(clock.pending).toBe(0);
});

test('one that was disabled after failures is enabled again, and reported each time', async () => {
	const { problems, id, end } = watch();
	registry.disable(id, failures);
	await look();
	expect(problems).toEqual([{ what: 'enabledAgain', disabled: failures }]);
	expect(registry.hooks[0]?.disabled).toBeUndefined();
	registry.disable(id, { reason: 'receiver_gone' });
	await look();
	expect(problems).toHaveLength(2);
	end();
});

test('one that somebody has disabled is reported once and left alone, and again after it was well', async () => {
	const { problems, id, end } = watch();
	registry.disable(id, { reason: 'manual' });
	await look();
	await look();
	expect(problems).toEqual([{ what: 'disabled', disabled: { reason: 'manual' } }]);
	expect(registry.calls.filter((call) => call.startsWith('enable'))).toEqual([]);
	await registry.enable(id);
	await look();
	registry.disable(id, { reason: 'manual' });
	await look();
	expect(problems).toHaveLength(2);
	end();
});

test('one that cannot be enabled is reported with the failure, and tried again at each look', async () => {
	const { problems, id, end } = watch();
	registry.disable(id, failures);
	registry.fail('enable', failure('permission', 403), { times: 2 });
	await look();
	await look();
	expect(problems).toMatchObject([{ what: 'disabled', disabled: failures, error: { kind: 'permission' } }]);
	await look();
	expect(problems.at(-1)).toEqual({ what: 'enabledAgain', disabled: failures });
	end();
});

test('one that is gone is reported once', async () => {
	const { problems, id, end } = watch();
	await registry.remove(id);
	await look();
	await look();
	expect(problems).toEqual([{ what: 'gone', webhookId: id }]);
	end();
});

test('what was registered while the list was on its way is not taken for gone', async () => {
	let id = registry.add('https://n8n.example.test/other');
	const { problems, end } = watch('node', 'credential', { webhookId: () => id });
	registry.meanwhile = (call) => {
		if (call === 'list') id = 'newer than the list';
	};
	await clock.advance(betweenChecks / 2);
	await clock.settle();
	expect(lists()).toBe(1);
	expect(problems).toEqual([]);
	end();
});

test('a node that keeps no webhook is not judged', async () => {
	const { problems, end } = watch('node', 'credential', { webhookId: () => undefined });
	await look();
	expect(problems).toEqual([]);
	end();
});

test('a control plane that is down is nothing to speak of, one that refuses is reported once', async () => {
	const { problems, end } = watch();
	registry.fail('list', failure('unavailable', 503), { times: 2 });
	await look();
	expect(problems).toEqual([]);
	registry.fail('list', failure('authentication', 401), { times: 4 });
	await look();
	await look();
	expect(problems).toMatchObject([{ what: 'unknown', error: { kind: 'authentication' } }]);
	end();
});

test('all nodes of a credential share one look, and what follows it stays within five calls a second', async () => {
	const at: number[] = [];
	registry.meanwhile = () => at.push(clock.now());
	const all = Array.from({ length: 20 }, (_, index) => watch(`node-${index}`));
	for (const { id } of all) registry.disable(id, failures);
	await clock.advance(betweenChecks / 2);
	for (let call = 0; call < 20; call++) {
		await clock.settle();
		await clock.advance(betweenCalls);
	}
	await clock.settle();
	expect(lists()).toBe(1);
	expect(at).toHaveLength(21);
	expect(all.every(({ problems }) => problems[0]?.what === 'enabledAgain')).toBe(true);
	for (const [index, time] of at.entries()) expect(time - (at[index - 5] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1_000);
	for (const { end } of all) end();
});

test('credentials share nothing', async () => {
	const one = watch('node', 'one');
	const other = watch('node', 'other');
	await clock.advance(betweenChecks / 2);
	await clock.settle();
	expect(lists()).toBe(2);
	one.end();
	other.end();
	expect(clock.pending).toBe(0);
});

test('a node that is watched a second time is watched once, and its first end ends nothing', async () => {
	const first = watch();
	const second = watch();
	registry.disable(second.id, { reason: 'manual' });
	await registry.remove(first.id);
	first.end();
	await look();
	expect(first.problems).toEqual([]);
	expect(second.problems).toHaveLength(1);
	second.end();
	expect(clock.pending).toBe(0);
});

test('the end leaves no timer, also between two calls', async () => {
	const { problems, id, end } = watch();
	registry.disable(id, failures);
	await clock.advance(betweenChecks / 2);
	await clock.settle();
	expect(clock.pending).toBe(1);
	end();
	await clock.settle();
	expect(clock.pending).toBe(0);
	await clock.advance(10 * betweenChecks);
	expect(registry.calls).toEqual(['list']);
	expect(problems).toEqual([]);
	expect(clock.pending).toBe(0);
});
