import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { AGENT, toolWorkflow, type Execution, type TestHost } from '../../support/host';
import { credentials, underTest } from '../../support/oneNode';
import { alice, bob, lines, onRecipient, type, useRecipients } from './recipientCalls';

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

describe('get many', () => {
	test('gives what is asked for, page by page, and each person once', async () => {
		await start();
		for (let index = 0; index < 503; index++) spectrum.dashboard.addUser(`+1555${1_000_000 + index}`);
		expect((await run('getAll')).json(underTest)).toHaveLength(50);
		expect((await run('getAll', { limit: 2 })).json(underTest)).toMatchObject([
			{ phoneNumber: '+15551000000' },
			{ phoneNumber: '+15551000001' },
		]);
		const before = requested('listUsers');
		const all = (await run('getAll', { returnAll: true })).json(underTest);
		expect(new Set(all.map(({ recipientId }) => recipientId)).size).toBe(503);
		expect(requested('listUsers') - before).toBe(2);
	});

	test('a service that knows no pages gives everyone once, and up to the limit', async () => {
		await start();
		const users = Array.from({ length: 3 }, (_, index) => ({
			id: `user-${index}`,
			phoneNumber: `+1555123000${index}`,
			assignedPhoneNumber: null,
		}));
		spectrum.faults.add(
			'listUsers',
			{ type: 'status', status: 200, body: JSON.stringify({ succeed: true, data: { users } }) },
			{ times: Infinity },
		);
		expect((await run('getAll', { returnAll: true })).json(underTest)).toEqual(
			users.map(({ id, phoneNumber }) => ({ recipientId: id, phoneNumber })),
		);
		expect((await run('getAll', { limit: 2 })).json(underTest)).toHaveLength(2);
	});

	test('an empty list gives no item', async () => {
		await start();
		const execution = await run('getAll');
		expect([execution.status, execution.json(underTest)]).toEqual(['success', []]);
	});
});

describe('remove', () => {
	test('by number or by ID; a repeat finds nobody, and is no error', async () => {
		await start();
		const { id } = spectrum.dashboard.addUser(alice);
		spectrum.dashboard.addUser(bob);
		expect((await run('remove', { recipient: id })).json(underTest)).toMatchObject([
			{ recipientId: id, phoneNumber: alice, removed: true },
		]);
		expect((await run('remove', { recipient: '+1 (555) 123-0002' })).json(underTest)).toMatchObject([{ phoneNumber: bob, removed: true }]);
		expect(registered()).toEqual([]);
		expect((await run('remove', { recipient: id })).json(underTest)).toEqual([{ recipientId: id, removed: false }]);
		expect((await run('remove', { recipient: bob })).json(underTest)).toEqual([{ phoneNumber: bob, removed: false }]);
	});

	test('an answer that got lost is no failure: the person is gone', async () => {
		await start();
		spectrum.dashboard.addUser(alice);
		spectrum.faults.add('deleteUser', { type: 'answerLost' });
		expect((await run('remove', { recipient: alice })).json(underTest)).toMatchObject([{ removed: true }]);
		expect(registered()).toEqual([]);
	});

	test('part of a number is nobody, and a number with two lines is asked about', async () => {
		await start({ plan: 'dedicated', lines });
		for (const value of lines) await run('register', { phoneNumber: alice, options: { line: { __rl: true, mode: 'phone', value } } });
		expect((await run('remove', { recipient: alice.slice(0, -1) })).json(underTest)).toMatchObject([{ removed: false }]);
		const execution = await run('remove', { recipient: alice });
		expect(messageOf(execution)).toContain('registered for 2 lines');
		expect(registered()).toHaveLength(2);
	});

	test.each([
		['5551230001', /"Recipient" has no country code/],
		['alice@example.com', /"Recipient" is an email address/],
		['1.5551E+10', /rounded/],
		['../webhooks', /is neither a phone number/],
		['a'.repeat(101), /is neither a phone number/],
	])('%s is refused before any call', async (recipient, problem) => {
		await start();
		expect(messageOf(await run('remove', { recipient }))).toMatch(problem);
		expect(spectrum.requests).toEqual([]);
	});
});

describe('get invitation', () => {
	test('gives a public link and what it opens, with the first message', async () => {
		await start();
		const { id } = spectrum.dashboard.addUser(alice, { optedIn: false });
		const [json] = (await run('getInvitation', { recipient: alice, firstMessage: 'Hi & hello' })).json(underTest);
		expect(json).toMatchObject({
			recipientId: id,
			invitationUrl: `${spectrum.controlPlaneUrl}/users/${id}/redirect?msg=Hi+%26+hello`,
			smsLink: 'sms:+15559990001&body=Hi%20%26%20hello',
		});
	});

	test('a service that has the link below the project is asked there', async () => {
		await start();
		const { id } = spectrum.dashboard.addUser(alice);
		spectrum.faults.add('publicRedirect', { type: 'status', status: 404 });
		const [json] = (await run('getInvitation', { recipient: id })).json(underTest);
		expect(json?.invitationUrl).toBe(`${spectrum.controlPlaneUrl}/projects/${spectrum.projectId}/users/${id}/redirect`);
	});

	test.each(['https://evil.example.test/', 'javascript:alert(1)', ''])('a redirect to %p is not handed on', async (location) => {
		await start();
		spectrum.dashboard.addUser(alice);
		spectrum.faults.add('publicRedirect', { type: 'status', status: 302, headers: { location } });
		const execution = await run('getInvitation', { recipient: alice });
		expect(messageOf(execution)).toContain('its redirect does not lead to a messaging app');
		expect(execution.json('Fine')).toEqual([]);
	});

	test('nobody of that name, a dedicated line and a text that is too long are told apart', async () => {
		await start();
		const nobody = await run('getInvitation', { recipient: alice });
		expect(messageOf(nobody)).toBe(`No one is registered with the number ${alice}`);
		expect(nobody.errorOf(underTest)?.description).toContain('Register');
		expect(messageOf(await run('getInvitation', { recipient: alice, firstMessage: 'a'.repeat(1_001) }))).toContain(
			'longer than 1,000 characters',
		);
		await start({ plan: 'dedicated', lines: lines.slice(0, 1) });
		await run('register', { phoneNumber: alice });
		expect(messageOf(await run('getInvitation', { recipient: alice }))).toContain('has no invitation for this person');
	});
});

describe.each(['register', 'getAll', 'remove', 'getInvitation'])('%s', (operation) => {
	const parameters = { phoneNumber: alice, recipient: alice };

	test('is for Spectrum Cloud alone', async () => {
		await start({ plan: 'dedicated' });
		const execution = await run(operation, { ...parameters, authentication: 'spectrumSelfHostedApi' });
		expect(messageOf(execution)).toContain('A self-hosted server has no recipients');
		expect(execution.errorOf(underTest)?.description).toContain('Spectrum Cloud');
		expect([spectrum.requests, spectrum.calls]).toEqual([[], []]);
	});

	test.each(['engineRequest', 'inputConnection'] as const)('is never a tool of an agent (%s)', async (route) => {
		await start();
		const node = {
			id: 'tool',
			name: 'Tool',
			type,
			typeVersion: 1,
			parameters: { resource: 'recipient', operation, ...parameters, reach: 'anyone' },
			credentials,
		};
		const execution = await host.execute(toolWorkflow(node, [{}], { route }));
		const answers = JSON.stringify([execution.tasks(AGENT).map((_, index) => execution.json(AGENT, 0, index)), execution.error?.message]);
		expect(answers).toContain('This operation is not for AI agents');
		expect(spectrum.requests).toEqual([]);
	});

	test('a project of before November says that it cannot', async () => {
		await start({ generation: 'july' });
		expect(messageOf(await run(operation, parameters))).toContain('HTTP 404');
	});
});

test('the panel of a tool does not offer the resource', () => {
	const { description } = new ImessageConversation();
	const options = description.properties.find(({ name }) => name === 'resource')?.options ?? [];
	const offered = (name: string) =>
		options
			.filter((option) => NodeHelpers.displayParameter({}, option as INodeProperties, { typeVersion: 1 }, { ...description, name }))
			.map((option) => option.name);
	expect(offered(description.name)).toContain('Recipient');
	expect(offered(`${description.name}Tool`)).toEqual(['Address', 'Attachment', 'Conversation', 'Message']);
});
