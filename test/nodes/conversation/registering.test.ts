import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { type Execution, type TestHost } from '../../support/host';
import { oneNode, underTest } from '../../support/oneNode';
import { alice, bob, lines, onRecipient, sendType, useRecipients } from './recipientCalls';

const startSetting = useRecipients();
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = {}): Promise<void> {
	({ spectrum, host } = await startSetting({ rateLimit: Number.POSITIVE_INFINITY, ...options }));
}

const run = async (operation: string, parameters: object = {}, settings?: object): Promise<Execution> =>
	await host.execute(onRecipient(operation, parameters, settings), { triggerItems: [{ json: {} }] });
const registered = () => spectrum.dashboard.users.all;
const requested = (route: string) => spectrum.requests.filter((request) => request.route === route).length;
const messageOf = (execution: Execution) => execution.errorOf(underTest)?.message;

describe('register', () => {
	const details = { firstName: 'Ada', lastName: 'Lovelace', email: 'Ada@Example.com' };

	test('gives the ID, the number to write to and a link with it; the number is read as everywhere else', async () => {
		await start();
		const execution = await run('register', { phoneNumber: '(555) 123-0001', details, options: { defaultCountry: 'US' } });
		const [user] = registered();
		expect(user).toMatchObject({ phoneNumber: alice, type: 'shared', firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
		expect(execution.items(underTest)).toEqual([
			{
				json: {
					recipientId: user?.id,
					phoneNumber: alice,
					assignedPhoneNumber: user?.assignedPhoneNumber,
					smsLink: `sms:${user?.assignedPhoneNumber}`,
					firstName: 'Ada',
					lastName: 'Lovelace',
					email: 'ada@example.com',
					type: 'shared',
					registeredAt: user?.createdAt,
					alreadyRegistered: false,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test.each(['same', 'conflict'] as const)(
		'a number that is there already is no error (a service that answers: %s)',
		async (repeatedUsers) => {
			await start();
			spectrum.settings.repeatedUsers = repeatedUsers;
			const first = await run('register', { phoneNumber: alice });
			const again = await run('register', { phoneNumber: alice });
			const named = await run('register', { phoneNumber: alice, details: { firstName: 'Ada' } });
			expect([first, again, named].map((execution) => execution.json(underTest)[0]?.alreadyRegistered)).toEqual([false, true, true]);
			expect(new Set([first, again, named].map((execution) => execution.json(underTest)[0]?.recipientId)).size).toBe(1);
			expect(registered().map(({ firstName }) => firstName)).toEqual([repeatedUsers === 'same' ? 'Ada' : undefined]);
		},
	);

	test('an answer that got lost leaves one registration, and the run goes on', async () => {
		await start();
		spectrum.faults.add('createUser', { type: 'answerLost' });
		const execution = await run('register', { phoneNumber: alice });
		expect(execution.json(underTest)).toMatchObject([{ phoneNumber: alice, alreadyRegistered: false }]);
		expect(registered()).toHaveLength(1);
		expect(requested('createUser')).toBe(2);
	});

	test('a list longer than the control plane takes in a second is registered whole', async () => {
		await start();
		const tooMany = { type: 'status', status: 429, code: 'rateLimited' } as const;
		for (const route of ['listUsers', 'createUser'] as const) spectrum.faults.add(route, tooMany);
		const triggerItems = Array.from({ length: 3 }, (_, index) => ({ json: { number: `+1555123000${index}` } }));
		const execution = await host.execute(onRecipient('register', { phoneNumber: '={{ $json.number }}' }), { triggerItems });
		expect(messageOf(execution)).toBeUndefined();
		expect(execution.json(underTest).map(({ alreadyRegistered }) => alreadyRegistered)).toEqual([false, false, false]);
		expect(registered()).toHaveLength(3);
		expect(spectrum.requests.filter(({ status }) => status === 429)).toHaveLength(2);
	});

	test('a service that answers with someone else is not believed', async () => {
		await start();
		const { id } = spectrum.dashboard.addUser(bob);
		const other = { succeed: true, data: { id, type: 'shared', phoneNumber: bob, assignedPhoneNumber: '+15559990001' } };
		spectrum.faults.add('createUser', { type: 'status', status: 200, body: JSON.stringify(other) });
		const execution = await run('register', { phoneNumber: alice, details: { email: 'bob@example.com' } });
		expect(messageOf(execution)).toContain(`registration of another number, ${bob}`);
		expect(execution.json('Fine')).toEqual([]);
	});

	test('two projects keep their people apart', async () => {
		await start();
		const { spectrum: other, host: otherHost } = await startSetting({ rateLimit: Number.POSITIVE_INFINITY });
		await run('register', { phoneNumber: alice });
		const execution = await otherHost.execute(onRecipient('register', { phoneNumber: alice }), { triggerItems: [{ json: {} }] });
		expect(execution.json(underTest)).toMatchObject([{ alreadyRegistered: false }]);
		await otherHost.execute(onRecipient('remove', { recipient: alice }), { triggerItems: [{ json: {} }] });
		expect([registered().length, other.dashboard.users.all.length]).toEqual([1, 0]);
	});

	test('on a dedicated plan a person belongs to a line: the only one, the one chosen, or the one with room', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({ from: bob, text: 'Hi', line: lines[0] });
		const line = { __rl: true, mode: 'phone', value: lines[0] };
		await run('register', { phoneNumber: alice, options: { line } });
		const chosen = await run('register', { phoneNumber: bob });
		expect(registered()).toMatchObject([
			{ type: 'dedicated', phoneNumber: alice, assignedPhoneNumber: lines[0] },
			{ type: 'dedicated', phoneNumber: bob, assignedPhoneNumber: lines[1] },
		]);
		expect(chosen.json(underTest)).toMatchObject([{ type: 'dedicated', smsLink: `sms:${lines[1]}` }]);
		// Whoever has a line keeps it, whichever has more room by now.
		const again = await run('register', { phoneNumber: alice, details: { firstName: 'Ada' } });
		expect(again.json(underTest)).toMatchObject([{ assignedPhoneNumber: lines[0], alreadyRegistered: true }]);
		expect(registered()).toHaveLength(2);
	});

	test('without a line that takes new people it says what to do', async () => {
		await start({ plan: 'dedicated', lines });
		for (const line of lines) spectrum.dashboard.setLineStatus(line, 'unavailable');
		const execution = await run('register', { phoneNumber: alice });
		expect(messageOf(execution)).toContain('names no line that accepts new people');
		expect(execution.errorOf(underTest)?.description).toContain('"Line"');
		const line = { __rl: true, mode: 'phone', value: lines[1] };
		expect((await run('register', { phoneNumber: alice, options: { line } })).json(underTest)).toMatchObject([
			{ assignedPhoneNumber: lines[1] },
		]);
	});

	test.each([
		[{ phoneNumber: '5551230001' }, /"Phone Number" has no country code/],
		[{ phoneNumber: 'alice@example.com' }, /"Phone Number" is an email address/],
		[{ phoneNumber: '={{ $json.nothing }}' }, /"Phone Number" is empty/],
		[{ phoneNumber: '1'.repeat(100_000) }, /"Phone Number" is longer than/],
		[{ phoneNumber: alice, details: { firstName: 'a'.repeat(101) } }, /"First Name" is longer than 100 characters/],
		[{ phoneNumber: alice, details: { lastName: 'Love\nlace' } }, /"Last Name" contains a line break/],
		[{ phoneNumber: alice, details: { lastName: 'Love\u202elace' } }, /"Last Name" contains an invisible character/],
		[{ phoneNumber: alice, details: { email: bob } }, /"Email" is not an email address/],
		[{ phoneNumber: alice, details: { email: 'ada@' } }, /"Email" is not a complete email address/],
	])('refused before any call: %j', async (parameters, problem) => {
		await start();
		expect(messageOf(await run('register', parameters))).toMatch(problem);
		expect(spectrum.requests).toEqual([]);
	});
});

test('registering behind a failed send leads to a message that arrives, once the person has written', async () => {
	await start({ audience: 'users' });
	const send = async () =>
		await host.execute(oneNode(sendType, { text: 'Hi', to: { __rl: true, mode: 'address', value: alice } }), {
			triggerItems: [{ json: {} }],
		});
	expect(messageOf(await send())).toContain('may not write to this person');
	await run('register', { phoneNumber: alice });
	expect(messageOf(await send())).toContain('may not write to this person');
	spectrum.receive({ from: alice, text: 'Hello' });
	expect(messageOf(await send())).toBeUndefined();
	expect(spectrum.phone(alice).messages.filter(({ text }) => text === 'Hi')).toHaveLength(1);
});
