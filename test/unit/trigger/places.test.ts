import type { ITriggerFunctions } from 'n8n-workflow';
import { Places } from '../../../nodes/ImessageTrigger/log/places';
import { ProgressBook } from '../../../nodes/ImessageTrigger/log/progressBook';
import { FakeClock } from '../../support/fakeClock';
import { line, otherLine } from '../spectrum/log/fakeSession';

const hour = 60 * 60_000;

function setting({ activation = 'init', data = {}, clock = new FakeClock() } = {}) {
	const context: Partial<Record<keyof ITriggerFunctions, unknown>> = {
		getActivationMode: () => activation,
		getNode: () => ({ id: 'node', name: 'Trigger' }),
		getWorkflow: () => ({ id: 'workflow', name: 'Flow' }),
		logger: { warn: () => undefined },
		getWorkflowStaticData: () => data,
	};
	const places = new Places({
		context: context as unknown as ITriggerFunctions,
		account: 'account',
		clock,
		book: new ProgressBook(),
		startAt: 'now',
	});
	return { clock, places, data };
}

it('begins on a line that joins later at the last look without it', async () => {
	const { clock, places } = setting();
	await clock.advance(hour);
	const unlistedAt = clock.now();
	await clock.advance(hour);
	expect(places.of(line, unlistedAt)).toMatchObject({ since: unlistedAt, prefersHead: false });
});

it('begins at no moment that is still to come: the clock may have been put back', () => {
	const { clock, places } = setting();
	const unlistedAt = clock.now();
	clock.jumpTo(clock.now() - hour);
	expect(places.of(line, unlistedAt)).toMatchObject({ since: clock.now() });
	expect(places.of(line, undefined)).toMatchObject({ since: clock.now() });
});

it('begins after a restart at the last look before it, on a line that it has never read', async () => {
	const { clock, places, data } = setting();
	const lookedAt = clock.now();
	await clock.advance(hour);
	places.store(lookedAt);
	await clock.advance(hour);
	expect(setting({ clock, data }).places.of(line, undefined)).toMatchObject({ since: lookedAt, prefersHead: false });
});

it.each(['activate', 'update'])(
	'begins now where a person has started it (%s): the line may have been chosen only now',
	async (activation) => {
		const { clock, places, data } = setting();
		places.of(otherLine, undefined);
		places.store(clock.now());
		await clock.advance(hour);
		const now = clock.now();
		expect(setting({ activation, clock, data }).places.of(line, undefined)).toMatchObject({ since: now, prefersHead: true });
	},
);

it('begins now on a line whose stored place cannot be read, as it says', async () => {
	const { clock, places, data } = setting();
	places.of(line, undefined);
	places.store(clock.now());
	await clock.advance(hour);
	const damaged = JSON.parse(JSON.stringify(data).replace(/\{\\"log.*?\}"/, 'nonsense"')) as typeof data;
	expect(JSON.stringify(damaged)).toContain('nonsense');
	expect(setting({ clock, data: damaged }).places.of(line, undefined)).toMatchObject({ since: clock.now() });
});
