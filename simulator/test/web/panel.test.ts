import { request } from 'node:https';
import { FakeClock } from '../../../test/support/fakeClock';
import { rawClient, type RawClient } from '../rawCall';
import { Receiver } from '../receiver';
import { openPanel, type OpenPanel } from './openPanel';

const alice = '+15551230001';
const hour = 60 * 60_000;

describe('the control panel', () => {
	let panel: OpenPanel;
	let client: RawClient;

	const open = async (options?: Parameters<typeof openPanel>[0]): Promise<void> => {
		panel = await openPanel(options);
		client = rawClient(panel.spectrum);
	};

	afterEach(async () => {
		client.close();
		await panel.close();
	});

	const send = (to = alice) => client.send({ chat_guid: `any;-;${to}`, text: 'Hello' });

	it('shows lines and what their quotas have left', async () => {
		await open({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		panel.spectrum.receive({ from: alice, text: 'Hi', line: '+15550000001' });
		await send();
		const { panel: state } = await panel.look();
		expect(state.lines.map(({ line, status, spaces }) => [line, status, spaces])).toEqual([
			['+15550000001', 'available', 1],
			['+15550000002', 'available', 0],
		]);
		expect(state.lines[0]?.messages).toEqual({ used: 1, limit: 5_000, left: 4_999, until: expect.any(Number) });
		expect(state.lines[0]?.conversations).toEqual({ used: 0, limit: 50, left: 50 });
	});

	it('changes limits, and takes them away', async () => {
		await open();
		await panel.act('limits', { messagesPerDay: 0 });
		await expect(send()).rejects.toMatchObject({ details: 'The server has sent its messages of the day' });
		await panel.act('limits', { messagesPerDay: null, newConversationsPerDay: 7 });
		await send();
		const { panel: state } = await panel.look();
		expect(state.limits).toEqual({ messagesPerDay: null, newConversationsPerDay: 7 });
		expect(state.lines[0]?.messages).toMatchObject({ limit: null, left: null });
		expect(state.lines[0]?.conversations).toMatchObject({ used: 1, left: 6 });
	});

	it.each([
		['limits', { messagesPerDay: -1 }, 'messagesPerDay must be a whole number from 0 to 1000000; found -1'],
		['limits', { newConversationsPerDay: 'many' }, 'newConversationsPerDay must be a whole number from 0 to 1000000; found "many"'],
		['clock', { move: 'back' }, 'move must be one of pause, resume, hour, tomorrow; found "back"'],
		['people', { phone: '12', optedIn: true }, '12 is not a number in international form, such as +15551230001'],
		['people', { phone: '', optedIn: true }, 'phone is empty'],
		['people', { phone: alice, optedIn: true, name: 'x'.repeat(41) }, 'name may have 40 characters; it has 41'],
		['people', [], 'The body must be an object'],
		['people/remove', { id: 'nobody' }, 'This person is not registered any more'],
		['line', { line: '+1', status: 'gone' }, 'status must be one of available, unavailable; found "gone"'],
		['webhook', { id: 'none', isEnabled: true }, 'No webhook none is registered'],
		['webhooks', { url: 'ftp://example.com' }, 'ftp://example.com is not the address of a website'],
		['webhooks', { url: 'not a url' }, 'not a url is not the address of a website'],
		['webhooks', { url: `https://example.com/${'x'.repeat(2_000)}` }, 'url may have 2000 characters; it has 2020'],
		['webhooks/remove', { id: 'none' }, 'This webhook is not registered any more'],
		['lines', { phone: '+15550000002' }, 'The shared plan has exactly one line'],
		['faults', { kind: 'loseAnswer', target: 'rpc' }, 'A stream has no answer to lose. Choose reads, writes or a method'],
		['faults', { kind: 'refuseToken', target: 'rpc', line: '+19' }, 'There is no line +19'],
		['faults', { kind: 'error', target: 'rpc', code: 'nothing' }, /^code must be one of unauthenticated, tokenExpired/],
		['faults/remove', { id: '9' }, 'This fault has struck already, or was removed'],
		['restart', { seconds: 601 }, 'seconds must be a whole number from 0 to 600; found 601'],
		['redeliver', { how: 'again' }, 'No webhook has been delivered yet. Have someone write first'],
	])('refuses %s %j in words', async (path, body, message) => {
		await open();
		await expect(panel.act(path, body)).rejects.toThrow(message);
	});

	it('makes a line unavailable for new people', async () => {
		await open({ plan: 'dedicated' });
		await panel.act('line', { line: '+15550000001', status: 'unavailable' });
		expect((await panel.look()).panel.lines[0]?.status).toBe('unavailable');
		expect(panel.spectrum.dashboard.lines[0]?.status).toBe('unavailable');
	});

	it('keeps the allow-list: whom it does not name, nobody may write to', async () => {
		await open();
		await send();
		await panel.act('audience', { audience: 'users' });
		await expect(send()).rejects.toMatchObject({ details: 'Target not allowed for this project' });

		await panel.act('people', { phone: '+1 (555) 123-0001', name: 'Alice', optedIn: false });
		const [person] = (await panel.look()).panel.people;
		expect(person).toEqual({ id: expect.any(String), phoneNumber: alice, name: 'Alice', type: 'shared', isOptedIn: false });
		await expect(panel.act('people', { phone: alice, optedIn: true })).rejects.toThrow(`${alice} is registered already`);
		await expect(send()).rejects.toMatchObject({ details: 'Target not allowed for this project' });

		await panel.act('people/opt-in', { id: person?.id });
		await send();
		await panel.act('people/remove', { id: person?.id });
		expect((await panel.look()).panel.people).toEqual([]);
		await expect(send()).rejects.toMatchObject({ details: 'Target not allowed for this project' });
	});

	it('lists a hundred people, and counts them all', async () => {
		await open();
		for (let index = 0; index < 102; index++) panel.spectrum.dashboard.addUser(`+1555123${1000 + index}`);
		const { panel: state } = await panel.look();
		expect([state.people.length, state.peopleCount]).toEqual([100, 102]);
	});

	it('moves the clock, and windows and tokens follow', async () => {
		await open();
		const { tokens } = panel.spectrum;
		const token = tokens.mint('shared');
		await panel.act('limits', { messagesPerDay: 1 });
		await send();
		await panel.act('clock', { move: 'pause' });
		expect((await panel.look()).panel.clock).toMatchObject({ isMovable: true, isPaused: true });
		const before = (await panel.look()).now;
		expect((await panel.look()).now).toBe(before);

		await panel.act('clock', { move: 'hour' });
		expect((await panel.look()).now).toBe(before + hour);
		expect(tokens.state('shared', token)).toBe('expired');
		await expect(send()).rejects.toMatchObject({ details: 'The server has sent its messages of the day' });

		await panel.act('clock', { move: 'tomorrow' });
		await panel.act('clock', { move: 'tomorrow' });
		await send();
		await panel.act('clock', { move: 'resume' });
		const { clock } = (await panel.look()).panel;
		expect(clock.isPaused).toBe(false);
		expect(clock.aheadSeconds * 1000).toBeGreaterThan(24 * hour);
		expect(new Date(panel.spectrum.clock.now()).getHours()).toBe(9);
	});

	it('tells every page the time when it was moved, and while it stands', async () => {
		await open();
		const start = panel.spectrum.clock.now();
		const moved = panel.heard<number>('now', (now) => now >= start + hour);
		await panel.heard('now', () => true);
		await panel.act('clock', { move: 'hour' });
		expect(await moved).toBeGreaterThanOrEqual(start + hour);
		await panel.act('clock', { move: 'pause' });
		const stands = panel.spectrum.clock.now();
		let times = 0;
		expect(await panel.heard<number>('now', (now) => now === stands && ++times > 2)).toBe(stands);
	});

	it('says that it cannot move a clock of the test', async () => {
		await open({ clock: new FakeClock() });
		expect((await panel.look()).panel.clock.isMovable).toBe(false);
		await expect(panel.act('clock', { move: 'hour' })).rejects.toThrow('The simulator was started with a clock that cannot be moved');
	});

	it('adds lines, each number once', async () => {
		await open({ plan: 'dedicated' });
		expect(await panel.act('lines', { phone: '+1 (555) 000-0002' })).toBe('Added +15550000002');
		expect((await panel.look()).panel.lines.map(({ line }) => line)).toEqual(['+15550000001', '+15550000002']);
		await expect(panel.act('lines', { phone: '+15550000002' })).rejects.toThrow('There is already a line +15550000002');
		await expect(panel.act('lines', { phone: 'twelve' })).rejects.toThrow('twelve is not a number in international form');
		const added = rawClient(panel.spectrum, panel.spectrum.lines[1]);
		panel.spectrum.receive({ from: alice, text: 'Hi', line: '+15550000002' });
		await added.send({ chat_guid: `any;-;${alice}`, text: 'From the new line' });
		added.close();
		for (let index = 3; index <= 20; index++) await panel.act('lines', { phone: `+155500000${index + 10}` });
		await expect(panel.act('lines', { phone: '+15550000099' })).rejects.toThrow('There are already 20 lines');
	});

	it('registers a webhook, whose secrets it says once, and removes it', async () => {
		await open({ hosts: { 'hooks.example.com': 1 } });
		const url = 'https://hooks.example.com/a?key=1';
		expect(await panel.act('webhooks', { url })).toBe('Registered');
		await expect(panel.act('webhooks', { url })).rejects.toThrow('This URL is registered already');
		const far = 'Registered, but nothing can be delivered to it: the address is not public';
		expect(await panel.act('webhooks', { url: 'https://192.168.0.1/a' })).toBe(far);
		const [first] = panel.spectrum.webhooks;
		const look = JSON.stringify(await panel.look());
		expect([first?.signingSecret, first?.standardSigningSecret].filter((secret) => look.includes(secret ?? ''))).toEqual([]);
		await panel.act('webhooks/remove', { id: first?.id });
		expect(panel.spectrum.webhooks.map(({ webhookUrl }) => webhookUrl)).toEqual(['https://192.168.0.1/a']);
	});

	it('registers a hundred webhooks at most', async () => {
		await open();
		for (let index = 0; index < 100; index++) panel.spectrum.registerWebhook(`https://hooks.example.com/${index}`);
		await expect(panel.act('webhooks', { url: 'https://hooks.example.com/more' })).rejects.toThrow('100 webhooks are registered');
	});

	it('disables and enables a webhook', async () => {
		await open();
		const webhook = panel.spectrum.registerWebhook('https://user:pass@hooks.example.com/a?key=1');
		await panel.act('webhook', { id: webhook?.id, isEnabled: false });
		const { webhooks } = (await panel.look()).panel;
		expect(webhooks).toEqual([
			{ id: webhook?.id, url: 'https://hooks.example.com/a', isEnabled: false, disabledReason: 'manual', generation: 'november' },
		]);
		await panel.act('webhook', { id: webhook?.id, isEnabled: true });
		expect((await panel.look()).panel.webhooks[0]?.isEnabled).toBe(true);
	});

	it('tells every open page what changes, also without an action', async () => {
		await open();
		const told = panel.told(({ lines }) => lines[0]?.messages.used === 1);
		await panel.told(() => true);
		await send();
		expect((await told).lines[0]?.conversations.used).toBe(1);
	});
});

describe('the journal', () => {
	let panel: OpenPanel;
	let receiver: Receiver;
	let client: RawClient;

	beforeEach(async () => {
		receiver = await Receiver.start();
		panel = await openPanel({ hosts: { 'hooks.example.com': receiver.port } });
		client = rawClient(panel.spectrum);
	});

	afterEach(async () => {
		client.close();
		await panel.close();
		await receiver.stop();
	});

	it('has calls and deliveries with their outcome, newest first', async () => {
		const { spectrum } = panel;
		await client.send({ chat_guid: `any;-;${alice}`, text: 'Hello\nthere' });
		await client.get('nothing').catch(() => undefined);
		spectrum.registerWebhook('https://hooks.example.com/a');
		receiver.reactions = [404];
		await spectrum.receive({ from: alice, text: 'Answer' }).delivered;
		const { journal } = await panel.look();
		expect(journal.map(({ kind, title, about, state, outcome }) => [kind, title, about, state, outcome])).toEqual([
			['delivery', 'Delivery', '“Answer” to hooks.example.com', 'bad', '404'],
			['call', 'GetMessage', '', 'bad', 'NOT_FOUND · messageNotFound'],
			['call', 'SendTextMessage', `${alice} “Hello there”`, 'good', 'answered'],
		]);
		expect(journal[2]?.line).toBe('shared');
	});

	it('has requests to the control plane, without the project', async () => {
		const { spectrum } = panel;
		await new Promise<void>((resolve, reject) => {
			const url = `${spectrum.controlPlaneUrl}/projects/${spectrum.projectId}/lines/`;
			request(url, { ca: spectrum.caPem, agent: false }, (response) => response.resume().on('end', resolve))
				.on('error', reject)
				.end();
		});
		const { journal } = await panel.look();
		expect(journal[0]).toMatchObject({ kind: 'request', title: 'GET /lines/', state: 'bad', outcome: '401' });
	});

	it('is bounded, and an excerpt is short', async () => {
		for (let index = 0; index < 205; index++) await client.send({ chat_guid: `any;-;${alice}`, text: `${index} ${'😀'.repeat(500)}` });
		panel.spectrum.registerWebhook('https://hooks.example.com/a');
		await panel.spectrum.receive({ from: alice, text: 'The last' }).delivered;
		const { journal } = await panel.look();
		expect(journal).toHaveLength(200);
		expect(journal[0]?.about).toContain('The last');
		expect(journal[1]?.about).toMatch(/“204 /);
		expect([...(journal[1]?.about ?? '')].length).toBeLessThan(110);
	});

	it('never holds a token or a secret, even where a message does', async () => {
		const { spectrum } = panel;
		const webhook = spectrum.registerWebhook('https://hooks.example.com/a');
		const token = spectrum.tokens.mint('shared');
		const secrets = [token, spectrum.projectSecret, webhook?.signingSecret ?? '', webhook?.standardSigningSecret ?? ''];
		for (const secret of secrets) {
			await client.send({ chat_guid: `any;-;${alice}`, text: `Key ${secret}` });
			await spectrum.receive({ from: alice, text: `Key ${secret}` }).delivered;
		}
		const look = JSON.stringify(await panel.look());
		expect(secrets.every((secret) => secret.length > 20)).toBe(true);
		expect(secrets.filter((secret) => look.includes(secret))).toEqual([]);
		expect(look).toContain('Key [secret]');
	});
});
