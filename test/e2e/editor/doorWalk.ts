import type { Simulator } from '../../../simulator/src';
import { readExample } from '../examples/read';
import type { N8nVersion } from '../../../scripts/n8n/programs';
import { until } from '../../../scripts/n8n/until';
import { cloudName, World } from '../support/world';
import { Session } from './browser';
import { Editor } from './editor';
import { Newcomer } from './newcomer';

const person = '+15551234567';
const answer = 'Thank you for your message!';

/** What differs between versions of n8n. */
export interface Door {
	readonly version: N8nVersion;
	/** Publishes the workflow on the canvas. */
	readonly publish: (newcomer: Newcomer, world: World) => Promise<void>;
}

/**
 * The first ten minutes of a person who has never seen this pack, with nothing but the words on the screen. The plan is
 * shared: its lines may write to registered people only. Each test is one step of the walk and needs those before it.
 */
export function walkThroughTheDoor({ version, publish }: Door): void {
	let world: World;
	let spectrum: Simulator;
	let session: Session;
	let editor: Editor;
	let newcomer: Newcomer;

	beforeAll(async () => {
		world = await World.start({ version });
		spectrum = await world.startSpectrum({ plan: 'shared', audience: 'users' });
		session = await Session.open({ url: world.n8n.url, owner: world.client.owner }, 'light');
		editor = new Editor(session);
		newcomer = new Newcomer(editor);
	}, 3_600_000);

	afterAll(async () => {
		await session?.close();
		await world?.stop();
	});

	afterEach(() => expect(session.complaints.splice(0)).toEqual([]));

	test('the words "text message" find one entry, whose first offer starts the workflow with a message', async () => {
		await newcomer.beginWorkflow();
		expect((await newcomer.openEntry('text message', 'iMessage'))[0]).toBe('On message received');
		await newcomer.takeAction('On message received');
		expect(await newcomer.chosen('receiveBy')).toBe('Stream');
		expect(await newcomer.allChosen('events')).toEqual(['Message Received']);
	});

	test('the panel leads to a credential; a wrong secret is refused in words, the right one connects', async () => {
		const { projectId, projectSecret, sharedAddress, dedicatedAddressPattern, ...more } = spectrum.cloudCredential();
		const addresses = { controlPlaneUrl: more.controlPlaneUrl, sharedAddress, dedicatedAddressPattern, caCertificate: more.caCertificate };
		await newcomer.beginCredential();
		expect(await newcomer.credentialName()).toBe(cloudName);
		await newcomer.fillIn({ projectId, projectSecret: 'not-the-secret' });
		// Where the Spectrum of this test is; a person leaves that away.
		await newcomer.switchOn('advanced');
		await newcomer.fillIn(addresses);
		expect(await newcomer.saveRefused()).toContain('Copy both again from the Spectrum dashboard');
		await newcomer.fillIn({ projectSecret });
		await newcomer.save();
		expect(await session.by('node-credentials-select').locator('input').inputValue()).toBe(cloudName);
		await editor.closeNode();
	});

	test('the words "send text" find the answer, which already has the credential and needs nothing but its words', async () => {
		await newcomer.continueAfter('iMessage Trigger');
		expect(await newcomer.openEntry('send text', 'iMessage')).toContain('Send a text');
		await newcomer.takeAction('Send a text');
		expect(await session.by('node-credentials-select').locator('input').inputValue()).toBe(cloudName);
		await newcomer.type('text', answer);
		await editor.closeNode();
		expect(await session.by('node-issues').count()).toBe(0);
	});

	test('the workflow is published, and listens', async () => {
		await publish(newcomer, world);
		await until('the Trigger listens', () => spectrum.streams.length > 0);
	});

	test('who is not registered gets nothing, and the run says who may be written to and what to do', async () => {
		spectrum.receive({ from: person, text: 'Do you have a table for two tonight?' });
		const [run] = await world.client.ended(newcomer.workflowId, 1);
		expect(run?.status).toBe('error');
		expect(spectrum.phone(person).messages).toEqual([]);
		expect(`${run?.error} ${run?.advice}`).toMatch(/register/i);
	});

	test('the example registers the person, and gives the number that they write to', async () => {
		const register = await world.client.importWorkflow(readExample('recipient-register'));
		await world.client.run(register, 'Start');
		const [run] = await world.client.ended(register, 1);
		expect(run).toMatchObject({ status: 'success' });
		expect(run?.json('iMessage Conversation')).toMatchObject([
			{ phoneNumber: person, assignedPhoneNumber: expect.stringMatching(/^\+\d+$/) },
		]);
	});

	test('once the registered person writes, the answer arrives, and only once', async () => {
		spectrum.receive({ from: person, text: 'Hello?' });
		const runs = await world.client.allEnded(newcomer.workflowId, 2);
		expect(runs.map(({ status }) => status)).toEqual(['error', 'success']);
		expect(spectrum.phone(person).messages.map(({ text }) => text)).toEqual([answer]);
	});
}
