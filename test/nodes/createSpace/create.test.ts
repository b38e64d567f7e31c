import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageCreateSpace';
const alice = '+15551234567';
const bob = '+15557654321';
const carol = 'carol@example.com';
const lines = ['+15550000001', '+15550000002'];
const create = (operation: string, parameters: object, settings?: object) =>
	oneNode(type, { resource: 'space', operation, ...parameters }, settings);
const pinned = (phone: string) => ({ options: { line: { __rl: true, mode: 'phone', value: phone } } });

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageCreateSpace() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const methods = () => spectrum.calls.map(({ method }) => method);

describe('a direct conversation', () => {
	test('on a dedicated plan: opened on the pinned line, with a first message, its subject and its effect', async () => {
		await start({ plan: 'dedicated', lines });
		const options = { effect: 'confetti', subject: 'Your order' };
		const run = await host.execute(
			create('createDirect', {
				address: '+1 (555) 123-4567',
				openingMessage: 'Hello',
				options: { ...options, ...pinned(lines[1] as string).options },
			}),
		);
		expect(run.items(underTest)).toEqual([
			{
				json: {
					messageId: expect.any(String),
					spaceId: `any;-;${alice}`,
					spaceType: 'dm',
					line: lines[1],
					sentAt: expect.stringMatching(/Z$/),
					members: [alice],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(methods()).toEqual(['CreateChat']);
		expect(spectrum.phone(alice).messages).toMatchObject([
			{
				id: run.json(underTest)[0]?.messageId,
				text: 'Hello',
				subject: 'Your order',
				effectId: 'com.apple.messages.effect.CKConfettiEffect',
				line: lines[1],
			},
		]);
	});

	test('without a message nothing arrives, and each item is a conversation of its own', async () => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(create('createDirect', { address: '={{ $json.who }}' }), {
			triggerItems: [{ json: { who: alice } }, { json: { who: carol } }],
		});
		expect(run.json(underTest)).toEqual([
			{ spaceId: `any;-;${alice}`, spaceType: 'dm', line: expect.stringMatching(/^\+1555000000[12]$/), members: [alice] },
			{ spaceId: `any;-;${carol}`, spaceType: 'dm', line: expect.stringMatching(/^\+1555000000[12]$/), members: [carol] },
		]);
		expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(spectrum.phone(alice).messages).toHaveLength(0);
		expect(spectrum.phone(alice).chats).toHaveLength(1);
	});

	test('on a shared plan it needs no CreateChat; the message is sent all the same', async () => {
		await start();
		const run = await host.execute(create('createDirect', { address: alice, openingMessage: 'Hello' }));
		expect(run.json(underTest)).toMatchObject([{ spaceId: `any;-;${alice}`, line: 'shared', messageId: expect.any(String) }]);
		expect(methods()).not.toContain('CreateChat');
		expect(spectrum.phone(alice).messages).toMatchObject([{ text: 'Hello' }]);
	});

	test('the line of the incoming item carries it on, unless another one is pinned', async () => {
		await start({ plan: 'dedicated', lines });
		const triggerItems = [inbound(`any;-;${bob}`, 'spc-msg-1', lines[1])];
		const run = await host.execute(create('createDirect', { address: alice }), { triggerItems });
		expect(run.json(underTest)).toMatchObject([{ line: lines[1] }]);
		const other = await host.execute(create('createDirect', { address: carol, ...pinned(lines[0] as string) }), { triggerItems });
		expect(other.json(underTest)).toMatchObject([{ line: lines[0] }]);
	});

	test('whole on request', async () => {
		await start({ plan: 'dedicated' });
		const run = await host.execute(create('createDirect', { address: alice, openingMessage: 'Hello', simplify: false }));
		expect(run.json(underTest)).toMatchObject([
			{
				spaceId: `any;-;${alice}`,
				space: { id: `any;-;${alice}`, isGroup: false, service: 'iMessage', participants: [{ address: alice }] },
				message: { text: 'Hello', isFromMe: true },
			},
		]);
	});

	test('several addresses never become a group by accident', async () => {
		await start({ plan: 'dedicated' });
		for (const address of [`${alice}, ${bob}`, `${alice};${bob}`, `={{ ["${alice}", "${bob}"] }}`]) {
			const run = await host.execute(create('createDirect', { address }));
			expect(run.errorOf(underTest)).toMatchObject({
				message: expect.stringMatching(/^The field "Address" contains several addresses.*choose a group.*; found ".*7654321/),
				description: expect.stringContaining(alice),
			});
		}
		expect(spectrum.calls).toHaveLength(0);
	});
});

describe('a group', () => {
	test('has its members and its first message', async () => {
		await start({ plan: 'dedicated' });
		const run = await host.execute(
			create('createGroup', { members: `${alice}, ${bob}; Carol@example.com`, openingMessage: 'Hello all', options: { effect: 'Slam' } }),
		);
		const [json] = run.json(underTest);
		expect(json).toEqual({
			messageId: expect.any(String),
			spaceId: expect.stringMatching(/^any;\+;/),
			spaceType: 'group',
			line: '+15550000001',
			sentAt: expect.any(String),
			members: [alice, bob, carol],
		});
		for (const member of [alice, bob, carol]) {
			expect(spectrum.phone(member).messages).toMatchObject([
				{ text: 'Hello all', spaceId: json?.spaceId, effectId: 'com.apple.MobileSMS.expressivesend.impact' },
			]);
		}
	});

	test('members may be a list of an expression', async () => {
		await start({ plan: 'dedicated' });
		const run = await host.execute(create('createGroup', { members: '={{ $json.team }}' }), {
			triggerItems: [{ json: { team: [alice, bob] } }],
		});
		expect(run.json(underTest)).toMatchObject([{ spaceType: 'group', members: [alice, bob] }]);
	});

	test('a shared plan is told before any call, with what to do instead', async () => {
		await start();
		const run = await host.execute(create('createGroup', { members: `${alice}, ${bob}`, openingMessage: 'Hello' }));
		expect(run.errorOf(underTest)).toMatchObject({
			message: expect.stringMatching(/shared plan cannot create groups/),
			description: expect.stringMatching(/dedicated line.*one address per item/),
		});
		expect(spectrum.calls).toHaveLength(0);
	});

	test('one attempt is one group: a lost answer, a repeat, a key of the user', async () => {
		await start({ plan: 'dedicated' });
		spectrum.faults.add('CreateChat', { type: 'answerLost' });
		const parameters = {
			members: `${alice}, ${bob}`,
			openingMessage: '={{ "Hello " + Math.random() }}',
			options: { idempotencyKey: 'party' },
		};
		const first = await host.execute(create('createGroup', parameters));
		const again = await host.execute(create('createGroup', { ...parameters, members: `${bob}, ${alice}` }));
		expect(again.json(underTest)[0]?.spaceId).toBe(first.json(underTest)[0]?.spaceId);
		expect(spectrum.phone(alice).chats).toHaveLength(1);
		expect(spectrum.phone(alice).messages).toHaveLength(1);
	});
});

describe('what is refused before any call', () => {
	test.each([
		['createDirect', { address: '5551234567' }, /"Address" has no country code.*found "5551234567"/],
		['createDirect', { address: '={{ "" }}' }, /"Address" is empty/],
		['createGroup', { members: alice }, /"Members" names only one person/],
		['createGroup', { members: `${alice}, +1 555 123 4567` }, /names only one person/],
		['createGroup', { members: `${alice}, 12345` }, /has the entry "12345", which is a short code/],
		['createGroup', { members: '={{ { phone: 1 } }}' }, /neither a text nor a list/],
		[
			'createDirect',
			{ address: alice, options: { effect: 'com.apple.messages.effect.CKConfettiEffect' } },
			/"Opening Message" is empty, but the option "Effect" needs it/,
		],
		['createDirect', { address: alice, options: { subject: 'Hi' } }, /the option "Subject" needs it/],
		[
			'createDirect',
			{ address: alice, openingMessage: 'Hi', options: { effect: '={{ "sparkle" }}' } },
			/"Effect" is not one of its choices; found "sparkle"/,
		],
		['createDirect', { address: alice, ...pinned('+15550009999') }, /no line "\+15550009999"/],
	])('%s %j', async (operation, parameters, message) => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(create(operation, parameters));
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
		expect(spectrum.calls).toHaveLength(0);
	});

	test('an unknown line lists the lines there are', async () => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(create('createDirect', { address: alice, ...pinned('+15550009999') }));
		for (const line of lines) expect(run.errorOf(underTest)?.description).toContain(line);
	});
});

test("the server's refusal leaves nothing behind and is shown as it is", async () => {
	await start({ plan: 'dedicated' });
	spectrum.phone(bob).imessage = false;
	const run = await host.execute(
		create('createGroup', { members: `${alice}, ${bob}`, openingMessage: 'Hi' }, { onError: 'continueErrorOutput' }),
	);
	expect(run.json('Failed')).toMatchObject([
		{ error: { kind: 'unsupported', code: 'preconditionFailed', message: expect.stringContaining('cannot be reached by iMessage') } },
	]);
	expect(spectrum.phone(alice).chats).toHaveLength(0);
});

test('as a tool, an agent that names two people for a direct conversation is told so', async () => {
	await start({ plan: 'dedicated' });
	const parameters = { resource: 'space', operation: 'createDirect', address: "={{ $fromAI('to', 'Who', 'string') }}" };
	const run = await host.executeAsTool(
		{ id: 'tool', name: 'Create', type, typeVersion: 1, parameters, credentials },
		{ to: `${alice}, ${bob}` },
	);
	expect(JSON.stringify(run)).toContain('choose a group');
	expect(spectrum.calls).toHaveLength(0);
});
